"""``make bench-sitting``."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.sitting.settings"
    django.setup()
    from benchmarks.sitting.run import main

    sys.exit(main(sys.argv[1:]))
