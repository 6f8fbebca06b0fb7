"""Answers of the API that are built of rows: their fields are made once for each kind of answer, not for each row's."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

from django.db.models import Model
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject

Row = TypeVar("Row", bound=Model)


@functools.cache
def reader_of(serializer: type[serializers.ModelSerializer[Any]]) -> serializers.ModelSerializer[Any]:
    """Return the one serializer of a kind whose fields read all rows: they keep nothing of what they read."""
    return serializer()


class AnswerSerializer(serializers.ModelSerializer[Row]):
    """A serializer of what is read. Making its fields of the model anew for each answer took an eighth of a filing.

    Methods (`SerializerMethodField`) are asked of the serializer at hand, which alone has the context of a request.
    """

    def to_representation(self, instance: Row) -> dict[str, Any]:
        """Return the row as the fields write it, in their order."""
        told: dict[str, Any] = {}
        for name, field in reader_of(type(self)).fields.items():
            if field.write_only:
                continue
            if isinstance(field, serializers.SerializerMethodField):
                told[name] = getattr(self, str(field.method_name))(instance)
                continue
            try:
                value = field.get_attribute(instance)
            except SkipField:
                continue
            is_none = value.pk is None if isinstance(value, PKOnlyObject) else value is None
            told[name] = None if is_none else field.to_representation(value)
        return told
