notices-title = Notifikasi
notices-settings = Cara saya diberi tahu
notices-read-all = Tandai semua sudah dibaca
notices-show = Yang mana
notices-all = Semua
notices-unread = Belum dibaca
notices-is-unread = Belum dibaca:
notices-none = Belum ada apa-apa
notices-none-text = Bila seseorang menyebut Anda, memberi Anda percakapan, atau pelanggan Anda membalas, munculnya di sini.
notices-none-unread = Semua sudah Anda baca.
notice-new = Baru, dan belum ada yang memegang
notice-new-many = { $n } percakapan baru yang belum ada yang memegang
notice-given = { $known ->
    [yes] { $by } memberi Anda sebuah percakapan
   *[no] Anda diberi sebuah percakapan
}
notice-given-many = { $known ->
    [yes] { $by } memberi Anda { $n } percakapan
   *[no] Anda diberi { $n } percakapan
}
notice-mentioned = { $known ->
    [yes] { $by } menyebut Anda
   *[no] Anda disebut
}
notice-answered = Pesan baru
notice-answered-many = { $n } pesan baru
notice-failed = Sebuah jawaban tidak sampai
notice-due = Janji jatuh tempo
notice-reminder = Anda minta diingatkan
notice-reminder-channel = { $channel }: Anda ingin menyelesaikan penyiapannya
notice-channel-down = { $channel } tidak berfungsi
notice-test = Uji: { $kind }
mine-follow = Ikuti, tanpa memegangnya
mine-followed = Diikuti
mine-remind = Ingatkan saya saja
mine-remind-at = Waktu lain
mine-remind-act = Ingatkan saya
mine-remind-not = Jangan
mine-reminder = Hanya Anda yang akan diingatkan: { $time }
letter-notices-subject = { $n } hal menunggu Anda di Lobby
letter-notices-rest = Dan { $n } lagi.
letter-notices =
    { $body }

    --
    Lobby mengirim lewat email apa yang belum Anda baca di sana. Balasan ke email ini tidak sampai ke siapa pun. Cara Anda diberi tahu: { $link }
push-test-title = Lobby sampai ke perangkat ini
push-test-text = Beginilah Anda diberi tahu mulai sekarang.
push-busy = Layanan notifikasi sedang sibuk; akan dicoba lagi.
push-unreachable = Layanan notifikasi tidak terjangkau; akan dicoba lagi.
push-refused = Layanan notifikasi menolaknya.
telling-title = Cara saya diberi tahu
telling-about = Bunyi, notifikasi perangkat dan email, serta kapan tidak mendengar apa pun
telling-lead = Semuanya ada di notifikasi. Di sini Anda tentukan lewat apa lagi Anda ingin tahu.
telling-what = Apa, dan lewat apa
telling-when = Kapan
telling-test = Uji
telling-test-of = Uji: { $kind }
telling-hint = Tidak ada bunyi atau notifikasi untuk percakapan yang terbuka di depan Anda. Percakapan dan pesan baru hanya diberitahukan selama Anda tidak melihat Lobby.
telling-no-mailbox = Belum ada kotak surat yang bisa mengirim: tidak ada yang bisa dikirim lewat email.
telling-mail = Email dan teks
telling-mail-after = Kirim lewat email apa yang belum dibaca selama sekian menit
telling-no-texts = Jangan sertakan teks dalam email dan notifikasi
telling-no-texts-hint = Hanya diberi tahu bahwa ada sesuatu, tanpa isi dan tanpa siapa yang menulis.
telling-new = Sesuatu yang baru dan belum ada yang memegang
telling-given = Sebuah percakapan diberikan kepada saya
telling-mentioned = Seseorang menyebut saya
telling-answered = Pesan di yang saya pegang atau ikuti
telling-failed = Jawaban saya tidak sampai
telling-due = Janji jatuh tempo
telling-reminder = Pengingat
telling-channel-down = Sebuah saluran tidak berfungsi
medium-in-app = Di Lobby
medium-sound = Bunyi
medium-push = Perangkat
medium-mail = Email
quiet-title = Jam tenang
quiet-text = Tanpa bunyi dan tanpa notifikasi perangkat; email datang sesudahnya. Saluran yang tidak berfungsi diberitahukan kapan saja.
quiet-nights = Dari 20.00 sampai 7.00
quiet-closed = Selama bisnis tutup
quiet-between = Jam lain
quiet-never = Tidak pernah
quiet-from = Dari
quiet-to = Sampai
push-title = Perangkat
push-text = Notifikasi sampai ke perangkat ini walau Lobby tidak dibuka. Isinya disegel untuknya: layanan notifikasi tidak bisa membacanya.
push-here = Beri tahu di perangkat ini
push-forget = Lupakan
push-reached = Terakhir sampai
push-not-here = Peramban ini tidak bisa diberi notifikasi. Di iPhone atau iPad, tambahkan dulu Lobby ke layar utama (Bagikan, Tambah ke Layar Utama) lalu buka dari sana. Di tempat lain, Lobby harus dibuka lewat https.
push-denied = Anda menolak notifikasi dari halaman ini. Izinkan di pengaturan peramban untuk halaman ini.
push-failed = Tidak berhasil: layanan notifikasi peramban tidak terjangkau.
push-no-script = Notifikasi perangkat memerlukan JavaScript.
error-quiet-hours = Dari dan sampai harus dua waktu yang berbeda.
error-minutes = Jumlah menit dari 1 sampai 1440.
notice-rated = Seorang pelanggan tidak puas
telling-rated = Pelanggan memberi nilai buruk
notice-rated-many = { $n } pelanggan tidak puas
