"""The pages, by what somebody comes for."""

from webapp.pages import check_in, coming_in, couple, own, programme, yours

ROUTERS = (coming_in.router, own.router, check_in.router, couple.router, programme.router, yours.router)
