# Two stages: the browser files need Node, the running product does not.
FROM node:20-bookworm-slim AS web
WORKDIR /web
COPY bot/web/package.json bot/web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY bot/web ./
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 SHOPCLERK_STATE=/state SHOPCLERK_SERVER__HOST=0.0.0.0
# What LightGBM computes in parallel with.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml README.md ./
COPY bot ./bot
COPY retrieval ./retrieval
COPY training ./training
COPY --from=web /web/dist ./bot/web/dist
# EXTRAS="milvus,train" for an image that trains as well.
ARG EXTRAS=milvus
RUN pip install ".[${EXTRAS}]" \
 && useradd --create-home --uid 10001 shopclerk \
 && mkdir /state && chown shopclerk /state
USER shopclerk
VOLUME /state
EXPOSE 8080 5055 8090
HEALTHCHECK --start-period=120s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=3)"]
CMD ["shopclerk", "serve"]
