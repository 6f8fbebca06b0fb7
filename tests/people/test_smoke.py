import pytest
from django.test import Client
pytestmark = pytest.mark.django_db

def test_login(cast):
    c = Client()
    r = c.get("/ru/account/login/")
    assert r.status_code == 200, r.content
    r = c.post("/ru/account/login/", {"login": cast.clerk.email, "password": "three plain words and 7"})
    assert r.status_code == 302, r.content.decode()
    print(r["Location"])
    r = c.get("/ru/account/settings/")
    assert r.status_code == 200
