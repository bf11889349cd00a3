FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=marketplace.settings.production
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN python manage.py compile_catalogues --settings marketplace.settings.local \
 && python manage.py collectstatic --noinput --settings marketplace.settings.build \
 && useradd --system marketplace && install -d -o marketplace media var
USER marketplace
EXPOSE 8000
CMD ["gunicorn", "marketplace.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--access-logfile", "-"]
