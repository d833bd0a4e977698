"""Words that passwords are guessed from: what remains of a password without them must still be a password.

The most used passwords of published lists that reach the minimum length are these words with a number behind,
or twice in a row; so the words are listed, not their thousands of variants. Add the organization's own words
here.
"""

from __future__ import annotations

_LISTED = """
    accord portal programme program project department transformation steering commitment
    password passwort passw0rd passwd contrasena motdepasse parola senha mima mimamima
    qwertyuiop qwertzuiop qwerty qwertz azertyuiop azerty asdfghjkl asdfgh zxcvbnm zxcvbn yxcvbnm
    1qaz2wsx3edc 1qaz2wsx qazwsxedcrfv qazwsxedc qazwsx q1w2e3r4t5y6 q1w2e3r4t5 q1w2e3r4
    1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r zaq12wsx !qaz2wsx asdf1234 qwer1234 1234qwer abcd1234 a1b2c3d4 aa123456
    administrator admin administrador adminadmin superuser root sysadmin webmaster supervisor manager
    letmein welcome willkommen bienvenue changeme changeit default temporary secret geheim access login
    guest test testtest user username usuario iloveyou iloveu loveyou lovely loveme forever trustno1
    monkey dragon football baseball basketball soccer hockey liverpool chelsea arsenal barcelona juventus
    sunshine princess superman batman spiderman pokemon starwars michael jennifer jessica jordan charlie
    master shadow flower butterfly chocolate computer internet samsung google facebook microsoft windows
    company office summer winter spring autumn january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
    hello goodbye whatever nothing killer freedom blessed jesus christ angel cookie cheese pepper ginger
    correcthorsebatterystaple correct-horse-battery-staple thisisapassword mypassword yourpassword
    woaini woaini1314 5201314 1314520 520520 nihao zhongguo beijing shanghai 147258369 147258
    789456123 456789 159753 123654
    """
WEAK_WORDS = frozenset(_LISTED.split())
