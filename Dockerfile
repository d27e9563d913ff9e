FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY rules rules
COPY templates templates
COPY src src
RUN python -m venv --without-pip /opt/scalecheck \
    && pip wheel --quiet --no-cache-dir --no-deps --wheel-dir /wheels . \
    && pip --python /opt/scalecheck/bin/python install --quiet --no-cache-dir /wheels/*.whl

FROM python:3.13-slim-bookworm
COPY --from=build /opt/scalecheck /opt/scalecheck
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["/opt/scalecheck/bin/scalecheck"]
