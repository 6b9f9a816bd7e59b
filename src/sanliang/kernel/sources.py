"""Who says so: the document, the article, the day and the place where it was seen."""

from __future__ import annotations

from datetime import date

import attrs

from sanliang.kernel.errors import Lang
from sanliang.kernel.fields import checked, clean_text, day, optional

__all__ = ["Source"]


@attrs.frozen(kw_only=True)
class Source:
    """
    What a rule, a change or a figure rests on.

    Args:
        title: The document's or the article's title, in its own language.
        article: The clause within it, such as `"5"` or `"三（二）"`.
        dated: The day of the document.
        seen: Where it was read: an address or a file number.

    Example:
        >>> Source(title="支部工作条例（试行）", article="5").text("zh")
        '《支部工作条例（试行）》第5条'
    """

    title: str = attrs.field(validator=checked(clean_text))
    article: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))
    dated: date | None = attrs.field(default=None, validator=checked(optional(day)))
    seen: str | None = attrs.field(default=None, validator=checked(optional(clean_text)))

    def text(self, lang: Lang = "en") -> str:
        """The source as it is cited in a sentence."""
        if lang == "zh":
            return f"《{self.title}》" + (f"第{self.article}条" if self.article else "")
        return self.title + (f", article {self.article}" if self.article else "")
