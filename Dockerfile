# Het beeld voor web en worker. Bouwen: docker compose build
FROM python:3.12-slim-bookworm AS basis
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Pango and HarfBuzz: WeasyPrint lays out text with them; fontconfig finds the fonts.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

FROM basis AS pakketten
WORKDIR /bouw
COPY requirements.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM basis
# An own user without a shell: the container never runs as root.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin trede
COPY --from=pakketten /opt/venv /opt/venv
WORKDIR /app
COPY --chown=root:root . .
ENV PATH=/opt/venv/bin:$PATH TREDE_STATIC=/srv/static TREDE_DATA=/srv/data
RUN mkdir -p /srv/static /srv/data && TREDE_SECRET_KEY=alleen-voor-het-bouwen python manage.py collectstatic --noinput \
    && chown -R trede /srv/data
USER trede
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-class", "gthread", "--max-requests", "10000", "--max-requests-jitter", "500", "--access-logfile", "-"]
