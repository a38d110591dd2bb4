"""The pages, by what somebody comes for."""

from webapp.pages import check_in, coming_in, couple, own, yours

ROUTERS = (coming_in.router, own.router, check_in.router, couple.router, yours.router)
