import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpsti_portal.settings.base")

application = get_wsgi_application()
# What was loaded stays as long as the process: the garbage collector need not look at it again at each page.
gc.collect()
gc.freeze()
