"""Exit code 0 when the portal answers that its database, its queue and its disk are well."""

import os
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0]
request = urllib.request.Request("http://127.0.0.1:8000/sante/", headers={"Host": host})
urllib.request.urlopen(request, timeout=4).close()  # noqa: S310 - an address of our own; any error status raises
