"""The API of supply: what is public, read by everybody."""

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from marketplace.vocabularies import lists

from .models import Deployment, Goal, Offering, Solution, Team


class GoalSerializer(serializers.ModelSerializer[Goal]):
    class Meta:
        model = Goal
        fields = ["number", "evidence"]


class DeploymentSerializer(serializers.ModelSerializer[Deployment]):
    class Meta:
        model = Deployment
        fields = ["country", "since", "scale", "source", "checked_on"]


class OfferingSerializer(serializers.ModelSerializer[Offering]):
    countries = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Offering
        fields = ["kind", "summary", "countries", "languages", "capacity", "price_band"]


class TeamSerializer(serializers.ModelSerializer[Team]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    languages = serializers.ListField(child=serializers.CharField())
    offerings = OfferingSerializer(many=True)

    class Meta:
        model = Team
        fields = ["id", "slug", "name", "country", "website", "about", "size", "languages", "offerings"]


class SolutionSerializer(serializers.ModelSerializer[Solution]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    team = serializers.SlugRelatedField[Team](slug_field="slug", read_only=True)
    aliases = serializers.ListField(child=serializers.CharField())
    types = serializers.ListField(child=serializers.CharField())
    licences = serializers.ListField(child=serializers.CharField())
    sectors = serializers.ListField(child=serializers.CharField())
    building_blocks = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    standards = serializers.ListField(child=serializers.CharField())
    goals = GoalSerializer(many=True)
    deployments = DeploymentSerializer(many=True)

    class Meta:
        model = Solution
        fields = [
            "id", "slug", "registry_slug", "name", "aliases", "summary", "description", "problem", "language", "team", "types", "website",
            "licences", "sectors", "building_blocks", "scale_stage", "works_offline", "basic_phones", "self_hosted", "languages",
            "standards", "goals", "deployments", "updated_at",
        ]  # fmt: skip


class SolutionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="named", label="words in the name or summary")
    sector = django_filters.MultipleChoiceFilter(
        field_name="sectors", method="holds", choices=[(code, code) for code in lists.SECTORS], label="sector code"
    )
    sdg = django_filters.NumberFilter(field_name="goals__number", distinct=True, min_value=1, max_value=17)
    country = django_filters.CharFilter(
        field_name="deployments__country", distinct=True, max_length=2, label="ISO 3166-1 code of a country where it runs"
    )
    stage = django_filters.NumberFilter(field_name="scale_stage", min_value=1, max_value=6)

    class Meta:
        model = Solution
        fields = ["works_offline", "basic_phones"]

    def holds(self, rows: QuerySet[Solution], name: str, value: list[str]) -> QuerySet[Solution]:
        return rows.filter(**{f"{name}__holds_any": value}) if value else rows

    def named(self, rows: QuerySet[Solution], name: str, value: str) -> QuerySet[Solution]:
        return rows.filter(name__icontains=value) | rows.filter(summary__icontains=value)


class SolutionViewSet(viewsets.ReadOnlyModelViewSet[Solution]):
    access = "public"
    permission_classes = [AllowAny]
    serializer_class = SolutionSerializer
    filterset_class = SolutionFilter
    queryset = Solution.objects.none()
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Solution]:
        return Solution.objects.visible_to(self.request.user).with_details().order_by("name", "pk")


class TeamViewSet(viewsets.ReadOnlyModelViewSet[Team]):
    access = "public"
    permission_classes = [AllowAny]
    serializer_class = TeamSerializer
    filterset_fields = ["country"]
    queryset = Team.objects.prefetch_related("offerings").order_by("name", "pk")
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
