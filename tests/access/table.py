"""Reading the access table: one line a URL, one column a role, a code in each cell."""

from dataclasses import dataclass

ROLES = (
    "anonymous",
    "applicant",
    "other_applicant",
    "caseworker",
    "caseworker_elsewhere",
    "member",
    "member_elsewhere",
    "secretary",
    "administrator",
)
LOGIN = "login"


@dataclass(frozen=True)
class Line:
    """``object`` names what the URL points at; "-" when it needs nothing."""

    door: str
    object: str
    codes: dict[str, str]

    def __str__(self) -> str:
        return self.door if self.object == "-" else f"{self.door} [{self.object}]"


def parse(text: str) -> list[Line]:
    lines = []
    for row in text.strip().splitlines():
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        door, what, *codes = row.split()
        if len(codes) != len(ROLES):
            raise ValueError(f"{len(ROLES)} codes wanted: {row}")
        lines.append(Line(door, what, dict(zip(ROLES, codes, strict=True))))
    return lines


def code_of(response) -> str:
    """ "login" for the way to the sign-in page, the status otherwise."""
    if response.status_code == 302 and response["Location"].startswith("/compte/"):
        return LOGIN if "next=" in response["Location"] else "302"
    return str(response.status_code)
