"""Pages for what went wrong. Each says what to do."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, say: str) -> HttpResponse:
    return render(request, "core/error.html", {"title": title, "say": say}, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("Trang gửi lên quá lớn hoặc không đọc được"),
        _("Bấm Quay lại trên máy: chữ đã gõ vẫn còn. Rút ngắn rồi lưu lại."),
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("Chức vụ của đồng chí không mở được trang này"),
        _("Bảng quyền nói rõ ai xem được gì. Cần xem, hỏi người quản lý của đơn vị."),
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Chưa tìm thấy trang này"),
        _("Xem lại địa chỉ, hoặc về Việc của tôi."),
    )


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Máy của tỉnh đang trục trặc"),
        _("Điều đã lưu vẫn còn. Chờ vài phút rồi thử lại; chưa được thì gọi người giúp."),
    )


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Trang này đã mở quá lâu"),
        _("Bấm Quay lại trên máy, chép phần đã gõ, mở lại trang rồi lưu."),
    )
