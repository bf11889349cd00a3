"""The API of matching: suggestions of a need and of a solution, and the goals and sectors of a text."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from offices.models import Need
from solutions.models import Solution

from .models import Suggestion
from .reasons import explain
from .tagging import detect


class ReasonSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    polarity = serializers.ChoiceField(choices=["for", "unknown", "against"])
    fields_used = serializers.ListField(child=serializers.CharField(), source="fields")


class SuggestionSerializer(serializers.ModelSerializer[Suggestion]):
    need = serializers.UUIDField(source="need.public_id")
    solution = serializers.UUIDField(source="solution.public_id")
    solution_slug = serializers.CharField(source="solution.slug")
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = ["need", "solution", "solution_slug", "rank", "score", "reasons", "ranking_version", "computed_at"]

    @extend_schema(responses=ReasonSerializer(many=True))
    def get_reasons(self, suggestion: Suggestion) -> list[dict[str, Any]]:
        return list(ReasonSerializer(explain(suggestion.reasons), many=True).data)


class NeedSuggestions(generics.ListAPIView[Suggestion]):
    """Suggested solutions of one need, best first; reasons in the language of Accept-Language."""

    access = "public"
    permission_classes = [AllowAny]
    serializer_class = SuggestionSerializer
    queryset = Suggestion.objects.none()
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Suggestion]:
        need = get_object_or_404(Need.objects.visible_to(self.request.user), public_id=self.kwargs["public_id"])
        rows = Suggestion.objects.visible_to(self.request.user).filter(need=need)
        return rows.select_related("need", "solution").order_by("rank")


class SolutionSuggestions(generics.ListAPIView[Suggestion]):
    """The mirror image: needs that a solution fits, best first."""

    access = "public"
    permission_classes = [AllowAny]
    serializer_class = SuggestionSerializer
    queryset = Suggestion.objects.none()
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Suggestion]:
        solution = get_object_or_404(Solution.objects.visible_to(self.request.user), public_id=self.kwargs["public_id"])
        rows = Suggestion.objects.visible_to(self.request.user).filter(solution=solution)
        return rows.select_related("need", "solution").order_by("-score", "pk")


class TextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=20_000)
    language = serializers.ChoiceField(choices=["en", "fr", "es", "ar", "ru", "zh-hans"], required=False)


class SdgTagSerializer(serializers.Serializer[Any]):
    code = serializers.IntegerField()
    confidence = serializers.FloatField()


class SectorTagSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    confidence = serializers.FloatField()


class TagsSerializer(serializers.Serializer[Any]):
    sdgs = SdgTagSerializer(many=True)
    sectors = SectorTagSerializer(many=True)


class TextTags(APIView):
    """Goals and sectors that a text is about."""

    access = "public"
    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "text"

    @extend_schema(request=TextSerializer, responses=TagsSerializer)
    def post(self, request: Request) -> Response:
        serializer = TextSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        tags = detect(serializer.validated_data["text"], serializer.validated_data.get("language"))
        rows = {
            "sdgs": [{"code": code, "confidence": confidence} for code, confidence in tags.sdgs],
            "sectors": [{"code": code, "confidence": confidence} for code, confidence in tags.sectors],
        }
        return Response(TagsSerializer(rows).data)
