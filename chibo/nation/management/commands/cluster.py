import datetime as dt
import os
import uuid
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chibo.accounts.commands import issue_code
from chibo.core.errors import Refused
from chibo.nation import commands, queries
from chibo.nation.queries import Incoming, Outgoing
from chibo.people.models import Sex

MEGABYTE = 1_000_000


class Command(BaseCommand):
    help = "A province that keeps its own server, and the nation that reads its counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        todo = parser.add_subparsers(dest="what", required=True)
        publish = todo.add_parser("publish", help="in a province: let the nation take its counts")
        publish.add_argument("--role", default="nation")
        receive = todo.add_parser("receive", help="at the nation: make the tables, or renew them")
        receive.add_argument("--name", help="of the unit above all provinces; the first time")
        receive.add_argument("--since", type=dt.date.fromisoformat, default=dt.date(2025, 7, 1))
        receive.add_argument("--login", help="of the first reader")
        receive.add_argument("--reader", help="the first reader's name")
        receive.add_argument("--born", type=int)
        receive.add_argument("--sex", choices=Sex.values)
        receive.add_argument("--app-role", help="the role under which the pages run")
        join = todo.add_parser("join", help="at the nation: let a province's rows come in")
        join.add_argument("name")
        join.add_argument("--province", type=uuid.UUID, required=True)
        join.add_argument("--dsn", required=True, help="how the province's server is reached")
        join.add_argument("--again", action="store_true", help="forget its rows, copy all anew")
        leave = todo.add_parser("leave", help="at the nation: end what comes from a province")
        leave.add_argument("name")
        leave.add_argument("--forget", action="store_true", help="throw away what came")
        todo.add_parser("status", help="on either side: what goes, what comes, how late")
        compare = todo.add_parser("compare", help="at the nation: are both sides the same?")
        compare.add_argument("name")
        drop = todo.add_parser("drop-slot", help="in a province: wait no longer for a nation")
        drop.add_argument("slot")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["what"].replace("-", "_"))(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except psycopg.OperationalError as error:
            raise CommandError(_("Máy của tỉnh không trả lời: %(why)s") % {"why": error}) from error

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)

    def publish(self, options: dict[str, Any]) -> None:
        province = commands.publish(
            role=options["role"], password=os.environ.get("CHIBO_CLUSTER_PASSWORD")
        )
        self.say(_("Tỉnh %(id)s đã sẵn sàng gửi số liệu, không gửi tên người.") % {"id": province})

    def receive(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        asked = [options[key] for key in ("login", "reader", "born", "sex")]
        if options["name"] and not all(asked):
            raise CommandError(
                _("Viết thêm --login, --reader, --born, --sex của người đọc đầu tiên.")
            )
        commands.receive(now=now)
        if options["name"]:
            user = commands.found_nation(
                name=options["name"], since=options["since"], login=options["login"],
                reader=options["reader"], born=options["born"], sex=Sex(options["sex"]), now=now,
            )  # fmt: skip
            code = issue_code(user=user, now=now)
            self.say(
                _("Mã của %(login)s là %(code)s, dùng một lần trong 15 phút.")
                % {"login": user.username, "code": code}
            )
        if options["app_role"]:
            commands.let_read(options["app_role"])
        self.say(_("Máy này đã sẵn sàng nhận số liệu của các tỉnh."))

    def join(self, options: dict[str, Any]) -> None:
        commands.join(
            name=options["name"], province=options["province"], dsn=options["dsn"],
            again=options["again"],
        )  # fmt: skip
        self.say(_("Đã nối với %(name)s. Xem `chibo cluster status`.") % {"name": options["name"]})

    def leave(self, options: dict[str, Any]) -> None:
        if commands.leave(name=options["name"], forget=options["forget"]):
            self.say(_("Đã thôi nhận số của %(name)s.") % {"name": options["name"]})
        else:
            self.say(
                _("Đã thôi nhận. Ở tỉnh chạy `chibo cluster drop-slot %(s)s`.")
                % {"s": commands.slot_of(options["name"])}
            )

    def drop_slot(self, options: dict[str, Any]) -> None:
        commands.drop_slot(options["slot"])
        self.say(_("Tỉnh không còn giữ nhật ký cho nơi này nữa."))

    def compare(self, options: dict[str, Any]) -> None:
        found = queries.different(options["name"])
        for table, (there, here) in found.items():
            self.say(
                _("%(table)s: ở tỉnh %(there)s dòng, ở đây %(here)s dòng, không giống nhau.")
                % {"table": table, "there": there, "here": here}
            )
        if found:
            raise CommandError(_("Hai bên khác nhau. Chạy `chibo cluster join … --again`."))
        self.say(_("Hai bên giống nhau từng dòng."))

    def status(self, options: dict[str, Any]) -> None:
        columns = queries.published()
        if columns is not None:
            self.say(
                _("Tỉnh này gửi %(n)s bảng, không có tên người.") % {"n": len(columns)}
                if queries.is_up_to_date()
                else _("Danh sách gửi khác với phiên bản này: chạy `chibo cluster publish`.")
            )
        for out in queries.outgoing():
            self.say(_out(out))
        provinces = queries.incoming()
        for each in provinces:
            self.say(_in(each))
        if columns is None and not provinces:
            self.say(_("Máy này không gửi và không nhận số liệu."))


def _out(out: Outgoing) -> str:
    values = {"slot": out.slot, "mb": f"{out.behind / MEGABYTE:.1f}".replace(".", ",")}
    if out.state == "lost":
        return _("%(slot)s: chờ quá lâu, nhật ký đã xóa. Nơi nhận phải nối lại từ đầu.") % values
    if out.is_linked:
        return _("%(slot)s: đang gửi, còn %(mb)s MB.") % values
    return _("%(slot)s: nơi nhận không nối vào, đang giữ %(mb)s MB cho họ.") % values


def _in(each: Incoming) -> str:
    values: dict[str, Any] = {"name": each.name, "n": each.closures, "newest": _moment(each.newest)}
    return f"{each.name}: {_state(each)} " + (
        _("Có %(n)s biên bản đã chốt, mới nhất %(newest)s.") % values
        if each.newest
        else _("Chưa có biên bản nào.")
    )


def _state(each: Incoming) -> str:
    if not each.is_on:
        return _("đã tạm dừng.")
    if each.copying and each.answers:
        return _("đang chép lần đầu, còn %(n)s bảng.") % {"n": each.copying}
    if each.is_linked:
        late = max(0.0, (timezone.now() - each.heard_at).total_seconds()) if each.heard_at else 0.0
        return _("đang nhận, tin cuối cách đây %(s)s giây.") % {"s": f"{late:.0f}"}
    if not each.answers:
        return _("mất liên lạc. Số đã nhận vẫn dùng được.")
    if each.errors:
        return _("dừng vì lỗi. Thường do tỉnh mới hơn: chạy `chibo cluster receive`.")
    return _("đang nối lại.")


def _moment(at: dt.datetime | None) -> str:
    return date_format(timezone.localtime(at), "d/m/Y H:i") if at else ""
