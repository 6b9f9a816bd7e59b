"""Names that nobody has to have: made of parts by counting, the same on every Python."""

FIRST = "田禾麦谷豆麻桑柳榆槐杨松柏梅兰菊竹荷桃李"
MIDDLE = "守青明秀文立永玉春秋长宝小大向光"
LAST = "山河泉石林峰川岭溪坡原塬田园苗穗"


def name(number):
    """The name of the person of this number."""
    return FIRST[number % 20] + MIDDLE[number * 7 // 20 % 16] + LAST[number * 3 // 5 % 16]
