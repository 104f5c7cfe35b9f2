from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "cpsti_portal.administration.site.PortalAdminSite"
