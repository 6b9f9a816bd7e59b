"""Where the pages of the register are."""

from django.contrib import admin
from django.urls import path
from register import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("pledges/", views.listed),
    path("pledges/<str:id>/", views.draft),
    path("pledges/<str:id>/<str:move>/", views.make_move),
]
