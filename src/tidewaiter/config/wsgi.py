"""What a web server calls; it refuses to begin over a database that does not hold the policy of this code."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tidewaiter.config.proxies import behind_proxies
from tidewaiter.config.startup import refuse_unguarded_database

application = behind_proxies(get_wsgi_application(), settings.TIDEWAITER.proxies)
refuse_unguarded_database()
