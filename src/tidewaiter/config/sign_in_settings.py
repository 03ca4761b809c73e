"""How people sign in: django-allauth's settings, apart so that they can be read together."""

from tidewaiter.config import environment

# Sign-in: a name and a password, then a code; accounts are made by administrators only.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tidewaiter.doors.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session in which it is changed goes on, all others end
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
"""So long after proving who it is, an officer releases, exports and changes accounts without proving it again."""
SIGN_IN_LOCKED_MINUTES = 5
"""Five wrong attempts on one name within these minutes, and it opens no more until they are over."""
# Kept on; given in full for sign-in, where every attempt from one address or on one name counts.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": f"20/m/ip,5/{SIGN_IN_LOCKED_MINUTES}m/key",
    "welcome": "30/m/ip",
    "change_password": f"5/{SIGN_IN_LOCKED_MINUTES}m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ADAPTER = "tidewaiter.doors.web.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Tidewaiter"
MFA_TOTP_TOLERANCE = 1  # a code typed in the last second of its half minute still counts
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # possession and a finger, face or PIN: a passkey is two factors in one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = environment.read().demo  # a demo answers plain http on this machine
USERSESSIONS_TRACK_ACTIVITY = True

# Single sign-on: bound on issuer and subject, nothing else of the person is asked for or kept.
SOCIALACCOUNT_ADAPTER = "tidewaiter.doors.web.adapters.SignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
