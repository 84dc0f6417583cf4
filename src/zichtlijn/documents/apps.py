from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zichtlijn.documents"
    #: Its part of the gallery page, which may not know the rooms above it by name.
    gallery = "documents/gallery.html"
