"""
Rules of pairing that towns and counties have published, as values. What a source leaves open is marked.

The codes of posts, skills and needs that no library knows are ours.
"""

from sanliang.kernel.labels import Text
from sanliang.kernel.sources import Source
from sanliang.pairing._policy import Kin, Match, Near, Rank, Rules, Seats

# Seed 001. The capacity is not stated: any will do that covers all, and this one has the mean of seed 003.
R1 = Rules(
    ranks=[Rank(room=3)],
    seats=[Seats(statuses=["registered_poor", "in_difficulty"], must=True)],
    says=Text(
        "党员户与联系户双向选择，覆盖所有贫困户和生活困难户",
        "two-way selection between member households and contact households, which covers all poor "
        "households and households in difficulty",
    ),
    source=Source(
        title="黑龙江甘南县兴十四镇:积极开展党员“挂牌亮户争先锋”活动",
        seen="https://www.jingji.com.cn/html/party/78338.html",
    ),
)

# Seed 003. The figures are those of the outcome; that each has two or three is what they come to.
R2 = Rules(
    ranks=[Rank(room=3, least=2)],
    seats=[Seats(statuses=["registered_poor"])],
    near=[
        Near(kind="small_grid"),
        Near(kind="village", cost=5),
        Near(kind="township", cost=5, seated=True),
    ],
    says=Text(
        "全镇52个网格党小组、327名党员结对771户贫困户，机关也结对",
        "52 grid Party groups; 327 members paired with 771 poor households; offices pair too",
    ),
    source=Source(title="平山镇", seen="http://aq365.com/html/201707/04/62767.html"),
)

# What is near, and what relatives are worth, the source does not say in numbers.
R3 = Rules(
    ranks=[Rank(code="village_committee", room=20, posts=["village_committee"]), Rank(room=20, least=5)],
    seats=[Seats(every=True)],
    kin=Kin.PREFER,
    kin_worth=2,
    excuses=["infirm", "away"],
    away=["out_of_contact"],
    age=70,
    fillers=["village_committee"],
    says=Text(
        "每名党员联系5至20户，就近就亲就便；70周岁以上、体弱、长期外出的除外；缺口由村委会成员补位；"
        "外出党员联系外出家庭",
        "5 to 20 households each, by near, related, convenient; those of 70 and over, the infirm and the "
        "long absent are exempt; gaps are filled by members of the village committee; outside members "
        "pair with outside families",
    ),
    source=Source(
        title="宁海县 2020", seen="http://www.ninghai.gov.cn/art/2020/4/2/art_1229093108_49109608.html"
    ),
)

R9 = Rules(
    ranks=[
        Rank(code="township_leader", room=3, posts=["township_secretary", "township_committee"]),
        Rank(code="station_head", room=2, posts=["station_head"]),
        Rank(code="village_head", room=1, posts=["branch_secretary", "village_head"]),
        Rank(code="cadre", room=1, posts=["cadre"]),
    ],
    near=[Near(kind="villager_group"), Near(kind="village", cost=5), Near(kind="township", cost=10)],
    says=Text(
        "乡镇领导3户，站所负责人2户，一般干部1户，村书记、主任1户",
        "township leaders 3, station heads 2, ordinary cadres 1, village secretary or head 1",
    ),
    source=Source(title="新地乡 3211", seen="http://nmwwt.org/html/4sndt/20140505/99356.html"),
)

# Which officials are first and which are second helpers, the part that is visible does not say.
R12 = Rules(
    roles=["first", "second"],
    ranks=[
        Rank(code="first", room={"first": 1}, posts=["cadre"]),
        Rank(code="second", room={"second": 5}, posts=["branch_secretary", "village_head"]),
    ],
    seats=[Seats(statuses=["registered_poor"], helpers={"first": 1, "second": 1})],
    near=[Near(kind="village"), Near(kind="township", cost=5)],
    says=Text(
        "第一帮扶责任人一对一，第二帮扶责任人一对多，不超过5户；每户两名帮扶人",
        "the first helper one to one; the second one to many, 5 at most; two helpers for a household",
    ),
    source=Source(title="莱扶贫组发〔2018〕8号", seen="https://old.laizhou.plus/post/8512.html"),
)

# The interval of contact, and a change only after a discussion, belong to contacts and consents.
R18 = Rules(
    seats=[Seats(statuses=["registered_poor"])],
    near=[Near(kind="villager_group"), Near(kind="village", cost=5), Near(kind="township", cost=9)],
    says=Text(
        "组织安排与自愿选择相结合，直到脱贫",
        "the organisation assigns, and members choose too; until out of poverty",
    ),
    source=Source(title="条例", seen="https://gwyoo.com/article/shijicailiao/gzzd/200809/128865.html"),
)

# What a match is worth beside nearness, the source does not say in numbers.
R19 = Rules(
    ranks=[Rank(room=2)],
    matches=[
        Match(need="hardship", skills=["wealth"], worth=8),
        Match(need="disputes", skills=["mediation"], worth=8),
        Match(need="petition", skills=["mediation"], worth=8),
        Match(need="left_behind", skills=["labour"], worth=8),
        Match(need="disabled", skills=["labour"], worth=8),
    ],
    says=Text(
        "致富能手联系困难户，调解能手联系矛盾户、信访户，有劳力的联系留守户、残疾户",
        "wealth goes to hardship, mediation to disputes and petitions, labour to left-behind, disabled",
    ),
    source=Source(title="保康 2021"),
)

PUBLISHED = {"R1": R1, "R2": R2, "R3": R3, "R9": R9, "R12": R12, "R18": R18, "R19": R19}
