"""`python -m catalog_admin.cli`, where the program is not installed."""

from catalog_admin.cli.app import main

main()
