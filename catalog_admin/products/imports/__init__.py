"""Files of products, rate plans and attributes: which rows they hold and how many of them are written at once."""

from catalog_admin.products.imports.attributes import AttributeIntake
from catalog_admin.products.imports.catalogue import PlanIntake, ProductIntake
from catalog_admin.products.imports.commands import IMPORT_KIND, Of, import_file, intake_for

__all__ = ["IMPORT_KIND", "AttributeIntake", "Of", "PlanIntake", "ProductIntake", "import_file", "intake_for"]
