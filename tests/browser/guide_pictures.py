"""Make the pictures of docs/guide.md anew: the demo is played in Chromium, and its documents are drawn (`make guide`).

Needs Chromium, and LibreOffice for the Word and Excel files. The fonts are those that come with Dabir.
"""

import asyncio
import io
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import typst
from openpyxl.worksheet.properties import PageSetupProperties
from playwright.async_api import Page, expect

from bot.demo.run import opened
from sandbox.http.server import SandboxServer
from services.rendering import word_to_pdf
from tests.browser.person import Someone
from tests.pages import new_page, started

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
PATIENCE = 90_000
"""Milliseconds that a document may take on a busy machine."""
SECRETARY, SARA, LEILA, CHAIR = "مریم رضایی", "سارا محمدی", "لیلا حسینی", "مهناز فرهمند"
NUMBERS = {SECRETARY: 1000, SARA: 1003, LEILA: 1007, CHAIR: 1002}
PAGE_WIDTH, SHEET_WIDTH, PHONE_WIDTH, CHAT_WIDTH = 620, 900, 420, 480
"""Pixels of a page of paper, of a wide one, of a picture for phones, and of a chat."""
SHEET_AREA = "A1:H16"
"""The cells of a sheet that are drawn."""

PLAIN_WALL = """() => {
  const sheet = document.styleSheets[0];
  sheet.insertRule(".pane-body::before { display: none !important; }");
  sheet.insertRule(".pane-body { background: #dbe7e3 !important; }");
}"""
"""Style without the pattern behind the messages, which makes pictures large."""


@dataclass(frozen=True, slots=True)
class Player(Someone):
    """Somebody who waits for the answer to each act, for a button of that label may stand in an older message."""

    server: SandboxServer | None = None

    async def says(self, text: str) -> None:
        before = self._chat()
        await Someone.says(self, text)
        await self._answered(before)

    async def taps(self, label: str, *, begins: bool = False, first: bool = False) -> None:
        before = self._chat()
        await Someone.taps(self, label, begins=begins, first=first)
        await self._answered(before)

    def _chat(self) -> str:
        assert self.server
        world = self.server.faces["telegram"].world
        return str([each for each in world.history(world.person(NUMBERS[self.name])) if each["from"] == "bot"])

    async def _answered(self, before: str) -> None:
        async with asyncio.timeout(PATIENCE / 1000):
            while self._chat() == before:
                await self.page.wait_for_timeout(50)
        # The page hears of it a moment later.
        await self.page.wait_for_timeout(300)


@dataclass(frozen=True, slots=True)
class Studio:
    """The demo that is played, and the folder where its pictures go."""

    page: Page
    server: SandboxServer
    folder: Path

    async def enters(self, name: str) -> Player:
        someone = Player(self.page, name, server=self.server)
        await someone.enters()
        return someone

    async def moves_to(self, moment: str) -> None:
        """Move the demo's clock to an ISO moment; what became due is told when it returns."""
        answer = await self.page.request.post(f"{self.server.url}/api/clock", data={"to": moment}, timeout=PATIENCE)
        assert answer.ok

    def files(self, name: str) -> list[tuple[str, bytes]]:
        """Words and bytes of each document and picture in somebody's chat, the oldest first."""
        face = self.server.faces["telegram"]
        found = []
        for message in face.world.history(face.world.person(NUMBERS[name])):
            one = message.get("document") or message.get("photo")
            if message["from"] == "bot" and one:
                stored = face.state.files.by_id(one["file_id"])
                assert stored
                found.append((f"{message.get('caption', '')} {one.get('file_name', '')}", stored[1]))
        return found

    async def gets(self, name: str, act: Callable[[], Awaitable[None]], words: str) -> bytes:
        """Return the first file whose name or caption has those words and which comes after an act."""
        before = len(self.files(name))
        await act()
        async with asyncio.timeout(PATIENCE / 1000):
            while True:
                for named, data in self.files(name)[before:]:
                    if words in named:
                        return data
                await asyncio.sleep(0.2)

    def keeps(self, name: str, picture: bytes) -> None:
        (self.folder / f"{name}.png").write_bytes(picture)

    async def keeps_chat(self, name: str, someone: Someone) -> None:
        """Keep a picture of the end of a chat, without what the last tap said for a moment."""
        await expect(self.page.locator("#toasts")).to_be_empty()
        self.keeps(name, drawn(await someone.pane.screenshot(), "chat.png", CHAT_WIDTH))


def drawn(data: bytes, name: str, width: int, *, page: int = 1, zoom: int = 100, share: float = 1.0) -> bytes:
    """Draw a picture, or a page of a PDF, as a PNG of ``width`` pixels.

    ``zoom`` per cent are as large from the upper right corner on, and the upper ``share`` of the whole is kept.
    """
    image = f'image("{name}", width: {width}pt' + (f", page: {page})" if name.endswith(".pdf") else ")")
    source = f"""#set page(width: {width}pt, height: auto, margin: 0pt, fill: white)
#context {{
  let whole = {image}
  let tall = measure(whole).height
  block(height: tall * {share}, width: 100%, clip: true, place(top + right, scale({zoom}%, origin: top + right, box(
    width: {width}pt, height: tall, whole))))
}}"""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / "picture.typ").write_text(source)
        made = typst.compile(Path(folder) / "picture.typ", format="png", ppi=72)
    return made[0] if isinstance(made, list) else made


def paper(document: bytes) -> bytes:
    """Draw the upper part of a Word document's first page."""
    return drawn(word_to_pdf.convert(document), "page.pdf", PAGE_WIDTH, share=0.62)


def sheet(workbook: bytes) -> bytes:
    """Draw the beginning of a workbook's second sheet, in Dabir's font in the place of Excel's own."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for other in (*book.worksheets[:1], *book.worksheets[2:]):
        book.remove(other)
    page = book.worksheets[0]
    page.print_area = SHEET_AREA
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    alone, changed = io.BytesIO(), io.BytesIO()
    book.save(alone)
    with zipfile.ZipFile(alone) as given, zipfile.ZipFile(changed, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b"Calibri", b"Vazirmatn"))
    # LibreOffice knows a workbook by its content, whatever its name.
    return drawn(word_to_pdf.convert(changed.getvalue()), "sheet.pdf", SHEET_WIDTH, zoom=100, share=0.48)


def phone(picture: bytes) -> bytes:
    """Make a picture for phones small enough for the guide."""
    return drawn(picture, "status.png", PHONE_WIDTH)


async def letters(studio: Studio) -> None:
    """The letters of a desk: the representatives' membership, and an agency's part in the resolutions."""
    maryam = await studio.enters(SECRETARY)
    await maryam.says("/letters")
    await maryam.taps("امضاکننده")
    await maryam.sees("نام و نام خانوادگی امضاکننده")
    await maryam.says("حمید نیک‌پی")
    await maryam.sees("سمت امضاکننده چیست")
    await maryam.says("دبیر کارگروه")
    await maryam.sees("امضاکننده ثبت شد")
    await maryam.taps("ابلاغیهٔ عضویت")
    await maryam.taps("فرستادن فهرست برای رئیس کارگروه")
    await maryam.sees("برای رئیس کارگروه فرستاده شد")
    chair = await studio.enters(CHAIR)
    await chair.taps("دیدن فهرست و تصمیم")
    await chair.taps("تأیید")
    await chair.sees("فهرست تأیید شد")
    maryam = await studio.enters(SECRETARY)
    await maryam.taps("ابلاغیهٔ عضویت")
    await maryam.taps("دیدن فهرست")
    await maryam.sees("شمارهٔ او را بزنید")
    studio.keeps("membership", paper(await studio.gets(SECRETARY, lambda: maryam.taps("ابلاغیهٔ ۴"), ".docx")))
    await maryam.says("/letters")
    await maryam.taps("ابلاغ مصوبات")
    await maryam.taps("صورتجلسه و مصوبات", begins=True)
    await maryam.taps("نامه به یک دستگاه")
    await maryam.sees("نامه برای کدام دستگاه است؟")
    made = await studio.gets(SECRETARY, lambda: maryam.taps("شهرداری خاوران‌شهر"), ".docx")
    studio.keeps("notice", paper(made))


async def reports(someone: Someone, done: str, words: str) -> None:
    """Fill in the open report, without obstacles and files."""
    await someone.taps(done)
    if done == "در دست انجام":
        await someone.sees("چند درصد")
        await someone.says("۴۰")
    await someone.sees("چه کارهایی انجام شده است؟")
    await someone.says(words)
    await someone.sees("اگر مانعی هست")
    await someone.taps("رد کردن")
    await someone.sees("اگر مستنداتی دارید")
    await someone.taps("رد کردن")
    await someone.sees("اگر درست است «ارسال» را بزنید")
    await someone.taps("ارسال")
    await someone.sees("ثبت شد. با سپاس از همکاری شما.")


async def answers(studio: Studio) -> None:
    """Some of the agencies answer, by themselves or through the secretariat."""
    sara = await studio.enters(SARA)
    await sara.says("/tasks")
    await sara.sees("اقدام‌های باز شهرداری")
    await studio.keeps_chat("chat-tasks", sara)
    await sara.taps("مصوبهٔ ۴", begins=True)
    await sara.sees("دستگاه: شهرداری خاوران‌شهر")
    await sara.taps("ثبت گزارش")
    await reports(sara, "در دست انجام", "از دوازده غرفهٔ بازارچهٔ شرق، پنج غرفه آماده و نشانی آن‌ها پیوست شده است.")
    maryam = await studio.enters(SECRETARY)
    for agency, words in (
        ("اتاق اصناف", "فهرست ۳۴۰ واحد صنفی در هفت رسته داده شد."),
        ("بهزیستی", "شمار خانوارهای زیر پوشش به تفکیک محله داده شد."),
        ("دبیرخانه کارگروه", "فهرست ۱۲۵ کارگاه خانگی برای همهٔ اعضا فرستاده شد."),
    ):
        await maryam.says("/behalf")
        await maryam.sees("پاسخ کدام دستگاه را ثبت می‌کنید؟")
        await maryam.says(agency)
        await maryam.sees(f"برای «{agency}» ۱ مورد یافت شد.")
        await maryam.taps(agency)
        await maryam.taps("مصوبهٔ", begins=True, first=True)
        await maryam.taps("تلفن")
        await maryam.taps("گزارش")
        await reports(maryam, "انجام شده", words)
    await maryam.says("/review")
    await maryam.sees("در انتظار بررسی")
    await maryam.taps("پذیرش")
    await maryam.sees("پذیرفته شد")


async def statuses(studio: Studio) -> None:
    """The calls of a morning three weeks later, a letter to whoever is late, and the status as pictures."""
    await studio.moves_to("2019-10-29T06:30:00+00:00")
    maryam = await studio.enters(SECRETARY)
    await maryam.says("/calls")
    await maryam.sees("تماس‌های امروز (")
    await studio.keeps_chat("chat-calls", maryam)
    await maryam.says("/letters")
    await maryam.taps("نامهٔ پیگیری یک دستگاه")
    await maryam.sees("نامه برای کدام دستگاه است؟")
    await maryam.says("کمیسیون")
    await maryam.taps("کمیسیون هماهنگی بانک‌های استان")
    await maryam.sees("یادآوری نخست")
    made = await studio.gets(SECRETARY, lambda: maryam.taps("ساختن نامه"), ".docx")
    studio.keeps("letter", paper(made))
    await maryam.says("/status")
    await maryam.sees("به ترتیب دستگاه")
    made = await studio.gets(SECRETARY, lambda: maryam.taps("تصویر وضعیت"), "وضعیت پاسخ دستگاه‌ها")
    studio.keeps("status-by-agency", phone(made))
    await maryam.taps("به ترتیب مصوبه")
    await maryam.sees("به ترتیب مصوبه، ")
    made = await studio.gets(SECRETARY, lambda: maryam.taps("تصویر وضعیت"), "وضعیت پاسخ مصوبه‌ها")
    studio.keeps("status-by-resolution", phone(made))
    made = await studio.gets(SECRETARY, lambda: maryam.taps("سررسیدها"), "سررسید")
    studio.keeps("due-days", phone(made))
    sara = await studio.enters(SARA)
    await sara.says("/tasks")
    made = await studio.gets(SARA, lambda: sara.taps("تصویر وضعیت ما"), "شهرداری")
    studio.keeps("own-agency", phone(made))


async def meeting(studio: Studio) -> None:
    """The next meeting is planned, its papers are made, and its guests invited."""
    maryam = await studio.enters(SECRETARY)
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
    await maryam.taps("کارگروه اشتغال", begins=True)
    for asked, words in (("جلسه چه روزی است؟", "۱۲ آبان"), ("ساعت چند؟", "۱۰"), ("کجا برگزار", "سالن جلسات استانداری")):
        await maryam.sees(asked)
        await maryam.says(words)
    await maryam.sees("شمارهٔ جلسه چند است؟")
    await maryam.taps("رد کردن")
    await maryam.taps("ثبت")
    await maryam.sees("جلسه برنامه‌ریزی شد.")
    await maryam.taps("دستور جلسه")
    await maryam.taps("از مصوبه‌های معوق", begins=True)
    await maryam.taps("○ مصوبهٔ ۱۰", begins=True)
    await maryam.taps("○ مصوبهٔ ۷", begins=True)
    await maryam.taps("بازگشت به دستور جلسه")
    await maryam.taps("افزودن موضوع")
    await maryam.sees("موضوع‌ها را بنویسید")
    await maryam.says("گزارش شهرداری دربارهٔ بازارچهٔ شرق")
    await maryam.sees("دستور جلسه (۳ موضوع)")
    await maryam.taps("صفحهٔ این جلسه")
    await maryam.taps("دعوت")
    await maryam.taps("همهٔ دستگاه‌ها")
    await maryam.taps("رئیس کارگروه")
    await maryam.taps("ارسال دعوت‌نامه", begins=True)
    await maryam.sees("دعوت‌نامه و فایل تقویم برای")
    studio.keeps("agenda", paper(await studio.gets(SECRETARY, lambda: maryam.taps("سند دستور جلسه"), ".docx")))
    await maryam.says("/meetings")
    await maryam.taps("۱۲ آبان", begins=True)
    await maryam.sees("سالن جلسات استانداری")
    made = await studio.gets(SECRETARY, lambda: maryam.taps("دعوت‌نامهٔ رسمی"), ".docx")
    studio.keeps("invitation", paper(made))
    await studio.keeps_chat("chat-invitation", await studio.enters(SARA))


async def broadcast(studio: Studio) -> None:
    """A message to everybody with a question, and who has seen it."""
    maryam = await studio.enters(SECRETARY)
    await maryam.says("/broadcast")
    await maryam.taps("اطلاع‌رسانی تازه")
    await maryam.taps("همهٔ اعضا")
    await maryam.taps("تأیید گیرندگان")
    await maryam.sees("پیام خود را یک‌جا بفرستید")
    await maryam.says("کارگاه آموزش گزارش‌نویسی، سه‌شنبه ۱۴ آبان، ساعت ۱۰ در سالن جلسات استانداری برگزار می‌شود.")
    await maryam.taps("افزودن پرسش")
    await maryam.sees("پرسش را بنویسید")
    await maryam.says("در کارگاه شرکت می‌کنید؟")
    await maryam.sees("گزینه‌ها را بنویسید")
    await maryam.says("بله\nخیر")
    await maryam.taps("پیش‌نمایش و ارسال")
    await maryam.taps("ارسال به", begins=True)
    await maryam.sees("ارسال پایان یافت")
    for name, reply in ((SARA, "بله"), (LEILA, "خیر")):
        await (await studio.enters(name)).taps(reply)
    maryam = await studio.enters(SECRETARY)
    await maryam.taps("فهرست رؤیت‌ها")
    await maryam.sees("«خیر» در")
    await studio.keeps_chat("chat-ledger", maryam)


async def exports(studio: Studio) -> None:
    """The follow-up report, and all data as Excel."""
    maryam = await studio.enters(SECRETARY)
    for label, ending in (("گزارش پیگیری، PDF", ".pdf"), ("اکسل: همهٔ داده‌ها", ".xlsx")):
        await maryam.says("/export")
        await maryam.sees("چه فایلی می‌خواهید؟")
        await maryam.taps(label)
        await maryam.sees("از چه محدوده‌ای؟")
        made = await studio.gets(SECRETARY, lambda: maryam.taps("همه"), ending)
        if ending == ".pdf":
            studio.keeps("report", drawn(made, "report.pdf", SHEET_WIDTH))
        else:
            studio.keeps("excel", sheet(made))


async def make(folder: Path, chromium: str) -> None:
    """Play the demo from its start and write every picture into ``folder``."""
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as data:
        async with opened(Path(data)) as server, started(chromium) as browser, new_page(browser) as page:
            page.set_default_timeout(PATIENCE)
            await page.set_viewport_size({"width": 1440, "height": 1000})
            await page.goto(server.url)
            await page.evaluate(PLAIN_WALL)
            studio = Studio(page, server, folder)
            for part in (letters, answers, statuses, meeting, broadcast, exports):
                await part(studio)


def main() -> None:
    """Write the pictures into docs/guide."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None or not word_to_pdf.installed():
        sys.exit("Chromium and LibreOffice are needed for the pictures of the guide.")
    asyncio.run(make(FOLDER, chromium))


if __name__ == "__main__":
    main()
