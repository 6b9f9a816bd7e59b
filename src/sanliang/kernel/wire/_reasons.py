"""Why a document is no TOML, in words of ours: those of the parser would repeat what was written."""

from __future__ import annotations

from sanliang.kernel.labels import Text

TWICE = Text("此处的键或表前面已经写过", "this key or table was written before")
UNCLOSED = Text(
    "列表、表或文字没有写完：缺少逗号、右括号或引号",
    "a list, a table or a text is not complete: a comma, a bracket or a quotation mark is missing",
)
NO_EQUALS = Text("键后面应为 =", "a key is followed by =")
HEADER = Text(
    "方括号没有成对：[表] 或 [[列表]]", "the brackets of a header do not match: [table] or [[list]]"
)
MORE = Text(
    '此处应换行：值后面还有别的字；文字须加引号，百分数写作 "12%"',
    'a new line is due here: something follows the value; texts stand in quotation marks, a share is "12%"',
)
NO_VALUE = Text(
    '此处应为值：数、true、false、日期，或加英文引号 " 的文字',
    'a value is due here: a number, true, false, a day, or a text in straight quotation marks "',
)
NO_KEY = Text(
    "此处应为键：字母、数字、-、_；其他字须加引号",
    "a key is due here, of letters, digits, - and _; with any other sign it stands in quotation marks",
)
NO_DAY = Text("没有这一天", "there is no such day")
BACKSLASH = Text(r"文字中的 \ 有特殊含义，请写作 \\", r"a \ has a meaning of its own in a text: write \\")
CONTROL = Text("有不可见的控制字符，或文字中断行", "a control character, or a line that ends within a text")
OTHER = Text("写法有误", "it is not written as TOML is")

_BEGINNINGS = {
    "Cannot ": TWICE,
    "Duplicate ": TWICE,
    "Unclosed ": UNCLOSED,
    "Unterminated ": UNCLOSED,
    "Expected '=": NO_EQUALS,
    "Expected ']": HEADER,
    "Expected newline": MORE,
    "Expected ": UNCLOSED,
    "Invalid value": NO_VALUE,
    "Invalid date": NO_DAY,
    "Invalid hex": BACKSLASH,
    "Invalid ": NO_KEY,
    "Unescaped ": BACKSLASH,
    "Escaped ": BACKSLASH,
    "Illegal character": CONTROL,
    "Found invalid character": CONTROL,
}


def why(message: str) -> Text:
    """What the parser's message comes to; the more telling beginning stands first."""
    return next((text for start, text in _BEGINNINGS.items() if message.startswith(start)), OTHER)
