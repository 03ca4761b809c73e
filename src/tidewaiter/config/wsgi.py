"""What a web server calls; it refuses to begin over a database that does not hold the policy of this code."""

from django.core.wsgi import get_wsgi_application

from tidewaiter.config.startup import refuse_unguarded_database

application = get_wsgi_application()
refuse_unguarded_database()
