"""What a need's words say while they are being typed: goals, sectors, similar needs, first suggestions. Nothing is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from marketplace.access import members
from marketplace.vocabularies import lists
from offices.forms import SIMPLE
from offices.models import Need

from ..engines import get_engine
from ..engines.interface import EngineUnavailable
from ..facts import Wish
from ..needs_analysis import analyse
from ..reasons import explain
from ..retrieval import retrieve
from ..search import audience
from ..suggestions import reasons_as_data, suggest
from ..tagging import detect

SHOWN = 5
ENOUGH = 12  # characters; below that there is nothing to read


def _wishes(data: dict[str, list[str]]) -> list[Wish]:
    found = [Wish(kind, data[kind][0] == "must") for kind in SIMPLE if data.get(kind, [""])[0] in {"must", "nice"}]
    level = data.get("language_level", [""])[0]
    if level in {"must", "nice"}:
        found += [Wish("language", level == "must", code) for code in data.get("language_values", []) if code in lists.LANGUAGES]
    return found


@members
@require_POST
def need_reading(request: HttpRequest) -> HttpResponse:
    data = {key: request.POST.getlist(key) for key in request.POST}
    title = request.POST.get("title", "")[:200]
    description = request.POST.get("description", "")[:20_000]
    language = request.POST.get("language", "en")[:10]
    template = "matching/need_reading.html"
    if len(title + description) < ENOUGH:
        return render(request, template, {"waiting": True})
    need = Need(
        title=title,
        description=description,
        language=language,
        countries=[code[:2] for code in data.get("countries", [])][:20],
        sdgs=[code for code in data.get("sdgs", []) if code.isdecimal()][:17],
        sectors=data.get("sectors", [])[:13],
    )
    tags = detect(f"{title}. {description}", language)
    chosen_sdgs, chosen_sectors = set(need.sdgs), set(need.sectors)
    context = {
        "sdgs": [(n, lists.SDGS[n]) for n, _confidence in tags.sdgs if str(n) not in chosen_sdgs],
        "sectors": [(code, lists.SECTORS[code]) for code, _confidence in tags.sectors if code not in chosen_sectors],
    }
    query = analyse(title, description, language)
    try:
        near = retrieve(get_engine(), query, "need", audience=audience(request.user))
        best = sorted(near.relevance, key=lambda i: -near.relevance[i])[:4]
        rows = {str(n.public_id): n for n in Need.objects.visible_to(request.user).open().with_details().filter(public_id__in=best)}
        context["similar"] = [rows[i] for i in best if i in rows and near.relevance[i] > 0.45][:3]
        found = [row for row in suggest(need, _wishes(data)) if not row.ranked.violated][:SHOWN]
        context["suggestions"] = [
            {"solution": row.solution, "score": round(row.ranked.score), "reasons": explain(reasons_as_data(query, row))[:4]}
            for row in found
        ]
    except EngineUnavailable:
        context["degraded"] = True
    return render(request, template, context)
