# One image for web, worker, beat and the migration step; docker-compose.yml says which.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY requirements/run.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/courtcase courtcase \
 && install -d -o courtcase -g courtcase /srv/data /srv/data/documents /srv/backups
# Webhooks and reminders go out by TLS: without the authorities of the internet each would be refused. The base brings them.
RUN test -s /etc/ssl/certs/ca-certificates.crt || { echo "this base image has no CA certificates" >&2; exit 1; }
COPY --from=build /venv /venv
WORKDIR /srv/courtcase
COPY manage.py pyproject.toml ./
COPY courtcase courtcase
COPY petitions petitions
COPY rulings rulings
COPY templates templates
COPY static static
COPY locale locale
ENV PATH=/venv/bin:$PATH PYTHONUTF8=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 COURTCASE_DATA_DIR=/srv/data
# Translations and static files are the same in every mode; `demo` needs no secrets to make them.
RUN COURTCASE_MODE=demo python manage.py prepare_files && chown -R courtcase:courtcase /srv/data
USER courtcase
EXPOSE 8000
CMD ["python", "-m", "courtcase.processes", "web"]
