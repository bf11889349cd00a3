"""The API of reviews: calls for everybody, a team's own submissions, a reviewer's own reviews. Flags of due diligence are in none of it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from . import actions
from .actions.scores import Given
from .models import Answer, Call, Clarification, Criterion, Question, Review, Score, Submission
from .reading import reading_for
from .roles import is_reviewer


class QuestionSerializer(serializers.ModelSerializer[Question]):
    class Meta:
        model = Question
        fields = ["text", "help_text", "required"]


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ["id", "title", "guidance", "weight"]


class CallSerializer(serializers.ModelSerializer[Call]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    themes = serializers.ListField(child=serializers.CharField())
    questions = QuestionSerializer(many=True)
    criteria = CriterionSerializer(many=True, source="rubric.criteria")

    class Meta:
        model = Call
        fields = [
            "id", "slug", "title", "text", "eligibility", "themes", "time_zone", "opens_at", "closes_at", "cohort", "blind", "questions",
            "criteria",
        ]  # fmt: skip


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    question = serializers.CharField(source="question.text")

    class Meta:
        model = Answer
        fields = ["question", "text"]


class ClarificationSerializer(serializers.ModelSerializer[Clarification]):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Clarification
        fields = ["id", "question", "asked_at", "answer", "answered_at"]


class SubmissionSerializer(serializers.ModelSerializer[Submission]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    solution = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    call = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    answers = AnswerSerializer(many=True)
    clarifications = ClarificationSerializer(many=True)

    class Meta:
        model = Submission
        fields = ["id", "solution", "call", "status", "created_at", "submitted_at", "decided_at", "reason", "answers", "clarifications"]


class ScoreSerializer(serializers.ModelSerializer[Score]):
    criterion = serializers.IntegerField(source="criterion_id", min_value=1, max_value=2**31 - 1)
    value = serializers.IntegerField(min_value=0, max_value=5, allow_null=True)
    comment = serializers.CharField(max_length=10_000, required=False, allow_blank=True)

    class Meta:
        model = Score
        fields = ["criterion", "value", "comment"]


class FactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()
    text = serializers.CharField()


class OtherSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    total = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    advice = serializers.CharField()
    comment = serializers.CharField()


class ReadingSerializer(serializers.Serializer[Any]):
    """What a reviewer may read: in a blind call without names."""

    title = serializers.CharField()
    team = serializers.CharField()
    blind = serializers.BooleanField()
    facts = FactSerializer(many=True)
    answers = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    clarifications = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    others = OtherSerializer(many=True)
    total = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class ReviewSerializer(serializers.ModelSerializer[Review]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    number = serializers.CharField(source="submission.number")
    scores = ScoreSerializer(many=True)

    class Meta:
        model = Review
        fields = ["id", "number", "state", "due_at", "advice", "comment", "submitted_at", "scores"]


class WholeReviewSerializer(ReviewSerializer):
    criteria = CriterionSerializer(many=True, source="submission.rubric.criteria")
    reading = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = [*ReviewSerializer.Meta.fields, "criteria", "reading"]

    @extend_schema_field(ReadingSerializer)
    def get_reading(self, review: Review) -> Any:
        return ReadingSerializer(asdict(reading_for(review))).data


class GivenSerializer(serializers.Serializer[Any]):
    scores = ScoreSerializer(many=True)
    comment = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    advice = serializers.ChoiceField(choices=Review.Advice.choices, required=False, allow_blank=True, default="")


class ConflictSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=10_000)


class IsReviewer(IsAuthenticated):
    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(super().has_permission(request, view)) and is_reviewer(request.user)


class CallViewSet(viewsets.ReadOnlyModelViewSet[Call]):
    access = "public"
    permission_classes = [AllowAny]
    serializer_class = CallSerializer
    queryset = (
        Call.objects.published().select_related("rubric").prefetch_related("questions", "rubric__criteria").order_by("-closes_at", "pk")
    )
    lookup_field = "public_id"
    lookup_value_converter = "uuid"


class SubmissionViewSet(viewsets.ReadOnlyModelViewSet[Submission]):
    """A team's own; managers read all that came in."""

    access = "members"
    permission_classes = [IsAuthenticated]
    serializer_class = SubmissionSerializer
    filterset_fields = ["status"]
    queryset = Submission.objects.none()
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Submission]:
        rows = Submission.objects.visible_to(self.request.user).select_related("solution", "call")
        return rows.prefetch_related("answers__question", "clarifications").order_by("-created_at", "-pk")


REFUSED = {400: OpenApiResponse(description="Refused; `detail` says why."), 404: OpenApiResponse(description="Not yours.")}


class ReviewViewSet(viewsets.ReadOnlyModelViewSet[Review]):
    """A reviewer's own: read, keep a draft of the scores, submit them, or step back."""

    access = "members"
    permission_classes = [IsReviewer]
    filterset_fields = ["state"]
    queryset = Review.objects.none()
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Review]:
        rows = Review.objects.of(self.request.user).select_related("submission__solution__team", "submission__call__rubric")
        return rows.prefetch_related("scores__criterion").order_by("due_at", "pk")

    def get_serializer_class(self) -> Any:
        return ReviewSerializer if self.action == "list" else WholeReviewSerializer

    def _done(self, act: Callable[[], Review]) -> Response:
        try:
            review = act()
        except ValidationError as error:
            raise serializers.ValidationError({"detail": error.messages}) from error
        return Response(ReviewSerializer(Review.objects.select_related("submission").get(pk=review.pk)).data)

    def _given(self, request: Request) -> tuple[dict[int, Given], str, str]:
        given = GivenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        scores = {row["criterion_id"]: Given(row["value"], row.get("comment", "")) for row in data["scores"]}
        return scores, data["comment"], data["advice"]

    @extend_schema(request=GivenSerializer, responses={200: ReviewSerializer} | REFUSED)
    @action(detail=True, methods=["put"])
    def scores(self, request: Request, public_id: Any = None) -> Response:
        """Keep a draft."""
        review, given = self.get_object(), self._given(request)
        return self._done(lambda: actions.save_review(review.pk, request.user, *given))

    @extend_schema(request=GivenSerializer, responses={200: ReviewSerializer} | REFUSED)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, public_id: Any = None) -> Response:
        """Submit, for good."""
        review, given = self.get_object(), self._given(request)
        return self._done(lambda: actions.submit_review(review.pk, request.user, *given))

    @extend_schema(request=ConflictSerializer, responses={200: ReviewSerializer} | REFUSED)
    @action(detail=True, methods=["post"])
    def conflict(self, request: Request, public_id: Any = None) -> Response:
        """Declare a conflict of interest and step back."""
        review, form = self.get_object(), ConflictSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._done(lambda: actions.declare_conflict(review.pk, request.user, form.validated_data["reason"]))
