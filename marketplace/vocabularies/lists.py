"""Controlled lists with stable codes; labels go through gettext. Geography and the editable lists live beside this."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SDGS = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}

SECTORS = {
    "environment": _("Environment and climate"),
    "agriculture": _("Agriculture and rural development"),
    "peace": _("Security, peace and reconstruction"),
    "education": _("Education and social development"),
    "state": _("State and democracy"),
    "infrastructure": _("Sustainable infrastructure"),
    "employment": _("Work and employment"),
    "finance": _("Economics and finance"),
    "digital": _("Digital, data and technology"),
    "health": _("Health"),
    "private-sector": _("Private sector engagement"),
    "sustainable-development": _("Sustainable development"),
    "other": pgettext_lazy("sector", "Other"),
}

# IDIA, Insights on Scaling Innovation (2017).
SCALE_STAGES = {
    1: _("Ideation"),
    2: _("Research and development"),
    3: _("Proof of concept"),
    4: _("Transition to scale"),
    5: _("Scaling"),
    6: _("Sustainable scale"),
}

TYPES = {
    "software": _("Software"),
    "content": _("Open content"),
    "data": _("Open data"),
    "standard": _("Open standard"),
    "aimodel": _("AI model"),
}

LICENCE_KINDS = {
    "permissive": _("Open, permissive"),
    "copyleft": _("Open, share alike"),
    "content": _("Open content or data"),
    "restricted": _("With restrictions"),
    "unknown": _("Not stated"),
}

BUILDING_BLOCKS = {
    "consent": _("Consent"),
    "digital-registries": _("Digital registries"),
    "e-marketplace": _("E-marketplace"),
    "e-signature": _("E-signature"),
    "gis": _("Geographic information"),
    "identity": _("Identity"),
    "information-mediation": _("Information mediation"),
    "messaging": _("Messaging"),
    "payments": _("Payments"),
    "registration": _("Registration"),
    "scheduler": _("Scheduler"),
    "workflow": _("Workflow"),
}

OFFICE_UNITS = {
    "country_office": _("Country office"),
    "multi_country_office": _("Multi-country office"),
    "regional_hub": _("Regional hub"),
    "headquarters": _("Headquarters"),
    "accelerator_lab": _("Accelerator lab"),
    "government": _("Government counterpart"),
}

OFFERING_KINDS = {
    "implementation": _("Implementation"),
    "customisation": _("Customisation"),
    "hosting": _("Hosting"),
    "training": _("Training"),
    "support": _("Support"),
}

PRICE_BANDS = {
    "free": _("Free of charge"),
    "low": _("Under USD 50,000"),
    "medium": _("USD 50,000 to 250,000"),
    "high": _("Over USD 250,000"),
}

ORGANISATION_ROLES = {
    "owner": _("Owner"),
    "maintainer": _("Maintainer"),
    "funder": _("Funder"),
    "implementer": _("Implementer"),
}

# Interface languages that a profile or an office can name; ISO 639-1, Chinese as in our URLs.
LANGUAGES = (
    "en fr es ar ru zh-hans pt sw hi bn id ms vi th lo km my ne si ta te mr gu pa ur fa ps ku tr az ka hy kk ky uz tg tk mn uk be "
    "pl cs sk hu ro bg sr hr bs sq mk sl el it de nl da sv no fi et lv lt he am ti om so ha yo ig zu xh st tn sn ny mg rw rn lg ln "
    "wo ff bm ak ee qu ay gn ht tl jv mi sm to fj bi ja ko ca eu gl is ga cy mt dv dz"
).split()

_PERMISSIVE = (
    "MIT Apache-2.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear ISC Zlib Unlicense PostgreSQL ECL-2.0 NCSA Python-2.0 0BSD PHP-3.01 W3C OFL-1.1 "
    "Artistic-2.0 AFL-3.0 BSL-1.0 UPL-1.0 MIT-0 Ruby"
).split()
_COPYLEFT = "GPL LGPL AGPL MPL EPL EUPL OSL CDDL CECILL SSPL-0".split()
_CONTENT = "CC-BY CC0 ODbL ODC PDDL OGL etalab OGTSL GFDL CDLA LiLiQ".split()


def licence_kind(spdx: str) -> str:
    """The kind of licence behind an SPDX identifier: what may be done with it, in five classes."""
    if not spdx:
        return "unknown"
    if "-NC" in spdx or "-ND" in spdx or spdx.startswith(("SSPL", "BUSL")):
        return "restricted"
    if spdx in _PERMISSIVE:
        return "permissive"
    if spdx.startswith(tuple(_COPYLEFT)):
        return "copyleft"
    if spdx.startswith(tuple(_CONTENT)):
        return "content"
    return "unknown"


def is_open(spdx: str) -> bool:
    return licence_kind(spdx) in {"permissive", "copyleft", "content"}
