"""One sample of data for each printed document."""

from __future__ import annotations

from courtcase.documents.pdf_data import ActData, LetterData, PetitionData, ReceiptData, RulingData

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ЁёЙй № «»"
ADDRESS = "https://court.example/kk/track/7KX2-99QD"

RECEIPT: ReceiptData = {
    "title": "Қолхат 7KX2-99QD",
    "synthetic": True,
    "footer": "7KX2-99QD",
    "address": ADDRESS,
    "lead": KAZAKH,
    "facts": [{"name": "Уақыты", "value": "2026 жылғы 2 қараша, 14:00 (Астана уақыты)"}],
    "contents": [{"name": "Үкім.pdf", "detail": "PDF, 3 бет", "digest": "0123456789abcdef" * 4}],
    "next": [{"text": "Тіркеу", "when": "3 қараша"}, {"text": "Тексеру", "when": ""}],
    "proof": "Бірінші абзац\n\nЕкінші абзац",
    "proof_json": '{"format": "a trial"}',
}
PETITION: PetitionData = {
    "title": "Өтініш",
    "address": ADDRESS,
    "addressee": "Қазақстан Республикасының Конституциялық Соты",
    "petitioner": ["Айгерім Сейітқызы", "Алматы"],
    "sections": [{"heading": "I. Мән-жайлар", "text": KAZAKH}, {"heading": "II. Негіздер", "text": "Мәтін"}],
    "request": "Сәйкес емес деп тану",
    "attachments": ["Үкімнің көшірмесі"],
    "signers": ["Айгерім Сейітқызы", "Үлгі Мысалұлы"],
}
LETTER: LetterData = {
    "title": "Өтінішті қайтару туралы",
    "number": "12/3",
    "date": "2.11.2026",
    "addressee": ["Айгерім Сейітқызы", "Алматы"],
    "paragraphs": [KAZAKH, "Екінші абзац"],
    "signer_post": "Аппарат басшысы",
    "signer": "С. Ә.",
}
ACT: ActData = {
    "title": "№ 3-ЖА жою актісі",
    "lead": KAZAKH,
    "facts": [{"name": "Түрі", "value": "Қайтарылған өтініштер"}],
    "lines_title": "Тізімде не бар",
    "lines": [
        {"name": "ӨТ-12", "detail": "Жойылды", "digest": "ab" * 32},
        {"name": "ӨТ-13", "detail": "", "digest": ""},
    ],
    "note": "Тізілім сақтайды.",
    "signers": [{"name": "С. Ә.", "value": "Ұсынған"}, {"name": "Ә. Қ.", "value": "Растаған"}],
}
RULING: RulingData = {
    "title": "Қылмыстық-процестік кодекстің 482-бабын қарау туралы",
    "number": "85-НҚ",
    "date": "2.11.2026",
    "in_the_name": True,
    "address": "https://court.example/kk/rulings/85",
    "blocks": [
        {"kind": "heading", "runs": [{"text": "I"}]},
        {
            "kind": "paragraph",
            "number": "1.",
            "level": 1,
            "runs": [{"text": KAZAKH}, {"text": "жуан", "bold": True}, {"text": "сілтеме", "href": ADDRESS}],
        },
        {"kind": "quote", "runs": [{"text": "дәйексөз", "italic": True}]},
        {"kind": "operative-word", "runs": [{"text": "қаулы етеді:"}]},
    ],
    "signers": [{"post": "Төраға", "name": "Ә. Қ."}],
    "authentic_note": "Мәтіндердің екеуі де түпнұсқа",
}
SAMPLES = {"receipt": RECEIPT, "petition": PETITION, "letter": LETTER, "act": ACT, "ruling": RULING}
