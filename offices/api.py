"""The API of demand: offices, and the needs that the caller may see; members post for their office."""

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly

from marketplace.vocabularies import lists
from marketplace.vocabularies.geography import country_codes

from .actions import ConstraintValue, edit_need, post_need
from .models import Constraint, Need, Office


class OfficeSerializer(serializers.ModelSerializer[Office]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    countries = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    priorities = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Office
        fields = ["id", "slug", "name", "bureau", "unit", "countries", "languages", "about", "priorities"]


class ConstraintSerializer(serializers.ModelSerializer[Constraint]):
    class Meta:
        model = Constraint
        fields = ["kind", "level", "value"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind, value = attrs["kind"], attrs.get("value", "")
        if kind == "language" and value not in lists.LANGUAGES:
            raise serializers.ValidationError({"value": "a language code is required"})
        if kind == "budget" and value not in lists.PRICE_BANDS:
            raise serializers.ValidationError({"value": f"one of {', '.join(lists.PRICE_BANDS)}"})
        if kind == "ready_by":
            serializers.DateField().run_validation(value)
        return attrs


class NeedSerializer(serializers.ModelSerializer[Need]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    office = serializers.SlugRelatedField(slug_field="slug", queryset=Office.objects.all())
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    countries = serializers.ListField(child=serializers.ChoiceField(choices=country_codes()), required=False, max_length=60)
    sdgs = serializers.ListField(child=serializers.ChoiceField(choices=[str(n) for n in lists.SDGS]), required=False, max_length=17)
    sectors = serializers.ListField(child=serializers.ChoiceField(choices=list(lists.SECTORS)), required=False, max_length=13)
    constraints = ConstraintSerializer(many=True, required=False)

    class Meta:
        model = Need
        fields = [
            "id", "slug", "office", "language", "title", "description", "countries", "sdgs", "sectors", "visibility", "urgency", "status",
            "posted_at", "constraints",
        ]  # fmt: skip
        read_only_fields = ["slug", "status", "posted_at"]

    def _split(self, data: dict[str, Any]) -> list[ConstraintValue]:
        return [ConstraintValue(row["kind"], row["level"], row.get("value", "")) for row in data.pop("constraints", [])]

    def create(self, data: dict[str, Any]) -> Need:
        office = data.pop("office")
        return post_need(office.pk, self.context["request"].user, data, self._split(data))

    def update(self, need: Need, data: dict[str, Any]) -> Need:
        data.pop("office", None)
        kept = [ConstraintValue(c.kind, c.level, c.value) for c in need.constraints.all()]
        constraints = self._split(data) if "constraints" in data else kept
        edit_need(need.pk, self.context["request"].user, data, constraints)
        return Need.objects.with_details().get(pk=need.pk)


class NeedFilter(django_filters.FilterSet):
    office = django_filters.CharFilter(field_name="office__slug", label="an office's slug")
    country = django_filters.CharFilter(field_name="countries", method="holds", max_length=2, label="ISO 3166-1 code")
    sector = django_filters.ChoiceFilter(
        field_name="sectors", method="holds", choices=[(code, code) for code in lists.SECTORS], label="sector code"
    )
    sdg = django_filters.ChoiceFilter(field_name="sdgs", method="holds", choices=[(str(n), str(n)) for n in lists.SDGS], label="goal")
    language = django_filters.ChoiceFilter(choices=settings.LANGUAGES)

    class Meta:
        model = Need
        fields = ["status", "urgency"]

    def holds(self, rows: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        return rows.filter(**{f"{name}__holds": value})


class OfficeViewSet(viewsets.ReadOnlyModelViewSet[Office]):
    access = "public"
    permission_classes = [AllowAny]
    serializer_class = OfficeSerializer
    filterset_fields = ["bureau", "unit"]
    queryset = Office.objects.order_by("name", "pk")
    lookup_field = "public_id"
    lookup_value_converter = "uuid"


class NeedViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet[Need]
):
    access = "public"
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    queryset = Need.objects.none()
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Need]:
        return Need.objects.visible_to(self.request.user).with_details().order_by("-posted_at", "-pk")

    def perform_create(self, serializer: serializers.BaseSerializer[Need]) -> None:
        office = serializer.validated_data["office"]
        if not office.memberships.filter(user=self.request.user.pk).exists() and not self.request.user.is_superuser:
            raise PermissionDenied
        serializer.save()
