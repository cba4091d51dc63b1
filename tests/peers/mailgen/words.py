"""What people write, by language. Sentences have slots: {thing} {place} {day} {n} {sum}."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """The words of one language; `share` is how many of a hundred people write in it."""

    share: int
    charsets: tuple  # older charsets some programs still use for it
    first: tuple
    last: tuple
    greetings: tuple
    matters: tuple  # what happened; one to three a mail
    wishes: tuple  # what is asked for
    endings: tuple
    subjects: tuple
    things: tuple
    places: tuple
    days: tuple
    reply: tuple  # how programs prefix a reply
    forward: str
    wrote: str  # the line above a quotation: {when} {who}
    away_subject: str
    away: str
    files: tuple
    extra: tuple = field(default=())


def _w(text):
    return tuple(it.strip() for it in text.strip().split("|"))


LANGUAGES = {
    "es": Language(
        share=38,
        charsets=("iso-8859-1", "windows-1252"),
        first=_w("José|Begoña|Íñigo|Lucía|Ángel|María José|Andrés|Yesenia|Ramón|Ximena|Óscar|Nuria"),
        last=_w("Muñoz|Peña|Núñez|Gutiérrez|De la Cruz|Londoño|Zúñiga|Ibáñez|Rincón|Castaño"),
        greetings=_w("Hola|Buenos días|Buenas tardes|Cordial saludo|Estimados señores|Hola, ¿cómo están?"),
        matters=_w(
            "Compré {thing} el {day} y hasta ahora no ha llegado a {place}"
            "|La factura {n} tiene un valor de {sum} que no corresponde"
            "|No puedo entrar a mi cuenta desde el {day}; dice que la contraseña está vencida"
            "|Necesito cambiar la cita del {day} porque estaré en {place}"
            "|Pagué {sum} dos veces por {thing} y solo aparece un recibo"
            "|El técnico quedó de venir el {day} y nadie se presentó en {place}"
            "|Me entregaron {thing} con la caja abierta y una pieza rota"
            "|El internet de {place} se cae todas las noches desde el {day}"
            "|Quiero saber si {thing} está disponible para recoger en {place}"
        ),
        wishes=_w(
            "¿Me pueden decir en qué estado está el pedido {n}?|Por favor revisen y me cuentan qué sigue"
            "|Quisiera la devolución del dinero a la misma tarjeta|¿Es posible pasarlo para el {day}?"
            "|Agradezco una respuesta antes del {day}|Adjunto el comprobante para que lo verifiquen"
        ),
        endings=_w("Gracias|Quedo atenta|Saludos|Cordialmente|Mil gracias"),
        subjects=_w(
            "¿Dónde está mi pedido {n}?|Factura {n} equivocada|Cambio de cita del {day}|Cobro doble de {sum}"
            "|Devolución de {thing}|Sin servicio en {place}|Pregunta sobre {thing}|No puedo entrar a mi cuenta"
        ),
        things=_w("la licuadora|el plan de 300 megas|los zapatos azules|la valoración|el colchón|un repuesto"),
        places=_w("Bogotá|Medellín|Guadalajara|la sede norte|Cúcuta|Arequipa|mi oficina"),
        days=_w("lunes|martes|miércoles|jueves|viernes|sábado"),
        reply=_w("Re:|RE:|Rta:|RV: RE:"),
        forward="RV:",
        wrote="El {when}, {who} escribió:",
        away_subject="Respuesta automática:",
        away="Estoy fuera de la oficina hasta el lunes. Para urgencias llame a mi compañera.",
        files=_w("comprobante|factura señal|foto caja|cédula"),
    ),
    "en": Language(
        share=22,
        charsets=("us-ascii", "iso-8859-1", "windows-1252"),
        first=_w("Anna|Ben|Carol|Desmond|Ella|Siobhán|Zoë|Hiro|Isla|Kwame"),
        last=_w("Smith|O'Brien|Taylor|Nguyen|Patel|Jones-Whitby|Okafor"),
        greetings=_w("Hello|Hi there|Good morning|Dear all|Hi"),
        matters=_w(
            "I ordered {thing} on {day} and it has not reached {place} yet"
            "|Invoice {n} shows {sum}, which is not what we agreed"
            "|Since {day} the log-in page tells me my password is wrong"
            "|I have to move the visit of {day} because I will be in {place}"
            "|My card was charged {sum} twice for {thing}"
            "|The box with {thing} arrived open and one part is broken"
            "|Nobody came on {day} although the engineer was booked for {place}"
        ),
        wishes=_w(
            "Could you tell me where order {n} is?|Please look into it and let me know what happens next"
            "|I would like my money back on the same card|Would {day} be possible instead?"
            "|The receipt is attached|Please answer before {day}"
        ),
        endings=_w("Thanks|Kind regards|Best|Cheers|Many thanks"),
        subjects=_w(
            "Where is order {n}?|Invoice {n} is wrong|Moving my visit on {day}|Charged {sum} twice"
            "|Sending back {thing}|Nothing works in {place}|A question about {thing}|Cannot log in"
        ),
        things=_w("the blender|the 300 Mbit plan|a pair of blue shoes|the mattress|a spare part|the check-up"),
        places=_w("Leeds|Austin|the north branch|Dublin|our office|Cape Town"),
        days=_w("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"),
        reply=_w("Re:|RE:|Re: Re:"),
        forward="Fwd:",
        wrote="On {when}, {who} wrote:",
        away_subject="Automatic reply:",
        away="I am out of the office until Monday and will read your message then.",
        files=_w("receipt|photo of the box|screenshot|signed form"),
    ),
    "pt": Language(
        share=16,
        charsets=("iso-8859-1", "windows-1252"),
        first=_w("João|Conceição|Luís|Mônica|Antônio|Thaís|Caetano|Flávia"),
        last=_w("Gonçalves|Araújo|Magalhães|da Conceição|Falcão|Simões"),
        greetings=_w("Olá|Bom dia|Boa tarde|Prezados|Oi, tudo bem?"),
        matters=_w(
            "Comprei {thing} na {day} e ainda não chegou em {place}"
            "|O boleto {n} veio com {sum} a mais do que o combinado"
            "|Não consigo entrar na minha conta desde {day}"
            "|Preciso remarcar a consulta de {day} porque estarei em {place}"
            "|Fui cobrado duas vezes, {sum} cada, por {thing}"
            "|O técnico não apareceu em {place} na {day}"
            "|A caixa com {thing} chegou aberta e falta uma peça"
        ),
        wishes=_w(
            "Podem me dizer onde está o pedido {n}?|Por favor verifiquem e me avisem"
            "|Gostaria do estorno no mesmo cartão|Seria possível passar para {day}?"
            "|Segue o comprovante em anexo|Aguardo retorno até {day}"
        ),
        endings=_w("Obrigada|Atenciosamente|Abraços|Grato"),
        subjects=_w(
            "Onde está o pedido {n}?|Boleto {n} com valor errado|Remarcar consulta de {day}"
            "|Cobrança em dobro de {sum}|Devolução: {thing}|Sem conexão em {place}|Dúvida sobre {thing}"
        ),
        things=_w("a cafeteira|o plano de fibra|a avaliação|um colchão|a peça de reposição"),
        places=_w("São Paulo|Florianópolis|Belém|a loja do centro|Niterói"),
        days=_w("segunda|terça|quarta|quinta|sexta"),
        reply=_w("Re:|RE:|Res:|ENC: RE:"),
        forward="ENC:",
        wrote="Em {when}, {who} escreveu:",
        away_subject="Resposta automática:",
        away="Estou fora do escritório e volto na segunda-feira.",
        files=_w("comprovante|nota fiscal março|foto da caixa"),
    ),
    "id": Language(
        share=12,
        charsets=("us-ascii", "utf-8"),
        first=_w("Siti|Budi|Agus|Dewi|Rizky|Putri|Wahyu|Nur"),
        last=_w("Wijaya|Santoso|Lestari|Hidayat|Kusuma|Pratama"),
        greetings=_w("Halo|Selamat pagi|Selamat siang|Yth. tim layanan|Permisi"),
        matters=_w(
            "Saya memesan {thing} hari {day} dan belum sampai di {place}"
            "|Tagihan {n} sebesar {sum} tidak sesuai dengan perjanjian"
            "|Sejak hari {day} saya tidak bisa masuk ke akun saya"
            "|Saya harus memindahkan jadwal hari {day} karena sedang di {place}"
            "|Kartu saya ditagih dua kali {sum} untuk {thing}"
            "|Teknisi tidak datang ke {place} pada hari {day}"
            "|Kotak {thing} sudah terbuka dan ada bagian yang pecah"
        ),
        wishes=_w(
            "Mohon informasi pesanan {n} sudah sampai mana?|Tolong dicek dan kabari saya"
            "|Saya ingin uang dikembalikan ke kartu yang sama|Apakah bisa hari {day}?"
            "|Bukti pembayaran saya lampirkan|Mohon dijawab sebelum hari {day}"
        ),
        endings=_w("Terima kasih|Salam|Hormat saya|Makasih"),
        subjects=_w(
            "Di mana pesanan {n}?|Tagihan {n} salah|Ganti jadwal hari {day}|Ditagih dua kali {sum}"
            "|Pengembalian {thing}|Gangguan di {place}|Pertanyaan tentang {thing}"
        ),
        things=_w("blender|paket internet|sepatu biru|kasur|suku cadang"),
        places=_w("Jakarta|Surabaya|Yogyakarta|cabang utara|kantor kami"),
        days=_w("Senin|Selasa|Rabu|Kamis|Jumat"),
        reply=_w("Re:|RE:|Bls:"),
        forward="Fwd:",
        wrote="Pada {when}, {who} menulis:",
        away_subject="Balasan otomatis:",
        away="Saya sedang cuti sampai hari Senin.",
        files=_w("bukti bayar|foto paket|formulir"),
    ),
    "de": Language(
        share=3,
        charsets=("iso-8859-1", "iso-8859-15"),
        first=_w("Jürgen|Käthe|Björn|Müge|Sören|Annegret"),
        last=_w("Müller|Groß|Schäfer|Weiß|Köhler"),
        greetings=_w("Guten Tag|Hallo|Sehr geehrte Damen und Herren"),
        matters=_w(
            "Ich habe am {day} {thing} bestellt, in {place} ist nichts angekommen"
            "|Die Rechnung {n} über {sum} stimmt nicht|Seit {day} klappt die Anmeldung nicht mehr"
            "|Der Termin am {day} passt mir leider nicht"
        ),
        wishes=_w("Wo bleibt die Bestellung {n}?|Bitte prüfen Sie das|Ginge auch {day}?"),
        endings=_w("Viele Grüße|Danke|Mit freundlichen Grüßen"),
        subjects=_w("Bestellung {n} fehlt|Rückfrage zur Rechnung {n}|Termin am {day}"),
        things=_w("den Mixer|das Ersatzteil|die Schuhe in Größe 42"),
        places=_w("Köln|Lübeck|Graz"),
        days=_w("Montag|Dienstag|Donnerstag|Freitag"),
        reply=_w("AW:|Re:|AW: WG:"),
        forward="WG:",
        wrote="Am {when} schrieb {who}:",
        away_subject="Abwesenheitsnotiz:",
        away="Ich bin bis Montag nicht im Büro.",
        files=_w("Rechnung März|Größentabelle"),
    ),
    "fr": Language(
        share=3,
        charsets=("iso-8859-1", "windows-1252"),
        first=_w("François|Hélène|Benoît|Maëlle|Noël"),
        last=_w("Lefèvre|Garçon|Dupré|Bézard"),
        greetings=_w("Bonjour|Madame, Monsieur|Bonsoir"),
        matters=_w(
            "J'ai commandé {thing} {day} et rien n'est arrivé à {place}"
            "|La facture {n} de {sum} n'est pas celle convenue|Je n'arrive plus à me connecter depuis {day}"
        ),
        wishes=_w("Où en est la commande {n} ?|Merci de vérifier|Serait-ce possible {day} ?"),
        endings=_w("Cordialement|Merci d'avance|Bien à vous"),
        subjects=_w("Commande {n} non reçue|Facture {n} erronée|Rendez-vous de {day}"),
        things=_w("le mixeur|la pièce détachée|un matelas"),
        places=_w("Besançon|Nîmes|Liège"),
        days=_w("lundi|mardi|jeudi|vendredi"),
        reply=_w("RE :|Re:|TR: RE:"),
        forward="TR:",
        wrote="Le {when}, {who} a écrit :",
        away_subject="Réponse automatique :",
        away="Je suis absente jusqu'à lundi.",
        files=_w("reçu|facture réglée"),
    ),
    "ja": Language(
        share=2,
        charsets=("iso-2022-jp", "shift_jis"),
        first=_w("太郎|花子|健一|美咲"),
        last=_w("山田|鈴木|高橋|佐藤"),
        greetings=_w("お世話になっております|こんにちは"),
        matters=_w("{day}に{thing}を注文しましたが、{place}に届いていません|請求書{n}の金額{sum}が違います"),
        wishes=_w("注文{n}の状況を教えてください|ご確認をお願いします"),
        endings=_w("よろしくお願いいたします|ありがとうございます"),
        subjects=_w("注文{n}について|請求書{n}の件"),
        things=_w("ミキサー|部品|靴"),
        places=_w("大阪|札幌|事務所"),
        days=_w("月曜日|火曜日|金曜日"),
        reply=_w("Re:|RE:"),
        forward="Fw:",
        wrote="{when} {who}:",
        away_subject="自動応答:",
        away="月曜日まで不在です。",
        files=_w("領収書|写真"),
    ),
    "ar": Language(
        share=2,
        charsets=("windows-1256", "utf-8"),
        first=_w("أحمد|فاطمة|يوسف|ليلى"),
        last=_w("الحسن|خليل|منصور"),
        greetings=_w("مرحبا|السلام عليكم"),
        matters=_w("طلبت {thing} يوم {day} ولم يصل إلى {place}|الفاتورة {n} بمبلغ {sum} غير صحيحة"),
        wishes=_w("أين وصل الطلب {n}؟|أرجو المراجعة والرد"),
        endings=_w("شكرا|مع التحية"),
        subjects=_w("استفسار عن الطلب {n}|خطأ في الفاتورة {n}"),
        things=_w("الخلاط|الحذاء|قطعة الغيار"),
        places=_w("عمّان|الدار البيضاء|المكتب"),
        days=_w("الاثنين|الثلاثاء|الخميس"),
        reply=_w("Re:|رد:"),
        forward="Fwd:",
        wrote="في {when} كتب {who}:",
        away_subject="رد تلقائي:",
        away="أنا خارج المكتب حتى يوم الاثنين.",
        files=_w("فاتورة|صورة"),
    ),
    "ru": Language(
        share=2,
        charsets=("koi8-r", "windows-1251"),
        first=_w("Анна|Дмитрий|Ольга|Сергей"),
        last=_w("Петров|Щербаков|Ким"),
        greetings=_w("Здравствуйте|Добрый день"),
        matters=_w("Я заказал {thing} в {day}, в {place} ничего не пришло|В счёте {n} указано {sum}, это ошибка"),
        wishes=_w("Где мой заказ {n}?|Пожалуйста, проверьте"),
        endings=_w("Спасибо|С уважением"),
        subjects=_w("Где заказ {n}?|Ошибка в счёте {n}"),
        things=_w("блендер|запчасть|матрас"),
        places=_w("офис|Алматы|Казань"),
        days=_w("понедельник|вторник|пятницу"),
        reply=_w("Re:|Ответ:"),
        forward="Fwd:",
        wrote="{when}, {who} пишет:",
        away_subject="Автоответ:",
        away="Меня нет в офисе до понедельника.",
        files=_w("счёт|фото"),
    ),
}

SPACED = {"ja": ""}  # between sentences; others take a blank
FULL_STOP = {"ja": "。"}
