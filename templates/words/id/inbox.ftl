list-mine = Milik saya
list-unassigned = Belum ditugaskan
list-all = Semua
list-all-title = Perlu dijawab
list-waiting = Menunggu pelanggan
list-third-party = Menunggu pihak ketiga
list-snoozed = Ditunda
list-mentions = Sebutan
empty-mentions = Tidak ada yang menyebut Anda.
empty-mentions-text = Catatan yang menyebut Anda dengan @ ada di sini sampai percakapannya selesai.
mention-title = Sebut seseorang
list-drafts = Draf
list-ready = Siap, menunggu persetujuan
list-failed = Gagal dan terlambat
list-automatic = Otomatis
list-spam = Spam
list-blocked = Diblokir
list-resolved = Selesai
list-closed-quietly = Ditutup tanpa balasan pelanggan
list-unresolved = Semua yang belum selesai
list-of-team = Tim { $name }
list-of-tag = Label { $name }
unassigned-of-team = Belum ditugaskan dari { $team }
sort-by = Urutan: { $order }
sort-waiting = Terlama
sort-newest = Terbaru
new-conversation = Percakapan baru
nothing-open = Pilih percakapan
nothing-open-text = Semua yang dikatakan pelanggan dan rekan Anda ada di satu tempat.
empty-all = Tidak ada yang menunggu jawaban.
empty-all-text = { $n ->
        [0] Pesan baru muncul di sini dengan sendirinya.
       *[other] { $n } menunggu pelanggan.
    }
empty-mine = Anda tidak berutang jawaban kepada siapa pun.
empty-mine-text = { $n ->
        [0] Yang belum ditugaskan juga tidak ada.
       *[other] { $n } belum ditugaskan.
    }
empty-mine-act = Lihat yang belum ditugaskan
empty-unassigned = Semuanya sudah ada yang menangani.
empty-ready = Tidak ada jawaban yang menunggu persetujuan.
empty-ready-text = Jawaban yang keluar begitu pelanggan menjawab ya atas pesan yang disetujui muncul di sini.
empty-failed = Semuanya sampai.
empty-failed-text = Jawaban yang gagal, kembali, atau menunggu terlalu lama muncul di sini.
empty-drafts = Tidak ada draf.
empty-drafts-text = Yang mulai Anda tulis disimpan di sini sampai dikirim.
empty-snoozed = Tidak ada yang ditunda.
empty-spam = Tidak ada spam.
empty-other = Tidak ada apa-apa di sini.
empty-unassigned-text = Yang belum dipegang siapa pun tampil di sini sampai ada yang mengambil.
empty-snoozed-text = Yang Anda tunda kembali sendiri pada waktunya.
empty-spam-text = Yang Anda tandai spam disimpan di sini, terpisah dari yang lain.
empty-closing-text = Di sini tampil percakapan yang hanya bisa ditulisi bebas sampai sebelum Anda buka lagi.
empty-waiting-text = Yang sudah Anda jawab menunggu di sini sampai pelanggan menulis.
empty-third-text = Yang menunggu pihak luar, misalnya bengkel, tampil di sini.
empty-resolved-text = Yang sudah selesai ada di sini dan bisa dibuka lagi.
empty-quiet-text = Yang ditutup karena pelanggan tidak menjawab tampil di sini.
empty-automatic-text = Buletin dan email otomatis disimpan di sini tanpa memberi tahu siapa pun.
empty-blocked-text = Tulisan dari pengirim yang diblokir disimpan di sini.
empty-other-text = Tidak ada yang terbuka di sini sekarang.
empty-no-channel = Belum ada yang bisa menulis kepada Anda.
empty-no-channel-text = Hubungkan kanal dan pesan mereka tiba di sini.
empty-no-channel-act = Hubungkan kanal
row-draft = Draf:
row-you = Anda:
row-note = Catatan:
row-forwarded = Diteruskan:
row-third-party = Pihak ketiga:
row-us = { $name }:
row-lobby = Lobby:
row-waits = { $span } tanpa jawaban
row-snoozed = sampai { $time }
row-ready = Jawaban siap, menunggu persetujuan
row-failed = Tidak sampai
row-courtesy = ✓ terima kasih
row-lively = terlalu ramai
row-private = privat
row-promise = dijanjikan sampai { $time }
row-promise-late = janji terlambat { $span }
row-reminded = sudah dikatakan “sebentar”
row-unverified = pengirim belum dikonfirmasi
channel-email = Email
channel-log = Dicatat
tier-vip = VIP
unassigned = Belum ditugaskan
assigned-to = Ditangani { $name }
conversation-count = { $n } percakapan
status-open = Perlu dijawab
status-waiting = Menunggu pelanggan
status-third-party = Menunggu pihak ketiga
status-snoozed = Ditunda sampai { $time }
status-resolved = Selesai
status-quiet = Ditutup tanpa balasan pelanggan
status-spam = Spam
priority = Prioritas
priority-low = Rendah
priority-normal = Biasa
priority-high = Tinggi
priority-urgent = Mendesak
team = Tim
team-none = Tanpa tim
late-text = { $n } jawaban menunggu: tidak bisa keluar tepat waktu.
late-send = { $n ->
        [1] Kirim
       *[other] Kirim semua ({ $n })
    }
late-drafts = { $n ->
        [1] Kembali ke draf
       *[other] Semua kembali ke draf
    }
late-sent = { $n ->
        [0] Tidak ada lagi yang terlambat.
       *[other] { $n } jawaban keluar sebentar lagi.
    }
late-given-back = { $n ->
        [0] Tidak ada lagi yang terlambat.
       *[other] { $n } jawaban kembali menjadi draf.
    }
mailbox-stopped = { $name } tidak berfungsi selama { $span }. { $why }
mailbox-who = { $people } bisa memperbaikinya.
mailbox-mend = Perbaiki
mailbox-trying = { $name } tidak berfungsi selama { $span }. { $why } Lobby mencoba lagi sendiri.
priority-important = Penting
priority-unmark = Tidak penting lagi
bulk-title = Beberapa sekaligus
bulk-start = Pilih beberapa
bulk-pick = Pilih percakapan dengan { $who }
bulk-all = Semua di daftar ini
bulk-picked = { $n } dipilih
bulk-none = Tidak ada yang dipilih.
bulk-same = Tidak ada yang berubah: memang sudah begitu.
bulk-running = Sedang dikerjakan
bulk-progress = { $done } dari { $total } selesai.
bulk-back = Kembali ke daftar
bulk-failed = Tidak bisa dilakukan pada { $n } percakapan:
bulk-done-resolve = { $n } percakapan diselesaikan.
bulk-done-open = { $n } percakapan perlu dijawab lagi.
bulk-done-spam = { $n } percakapan ditandai sebagai spam.
bulk-done-waiting = { $n } percakapan menunggu pelanggan.
bulk-done-third_party = { $n } percakapan menunggu pihak ketiga.
bulk-done-macro = { $n } percakapan: tindakan cepat selesai.
bulk-done-snooze = { $n } percakapan ditunda.
bulk-done-assign = { $n } percakapan ditugaskan.
bulk-done-team = { $n } percakapan dipindahkan ke tim.
bulk-done-tag = { $n } percakapan diberi label.
bulk-done-untag = { $n } percakapan kini tanpa label itu.
bulk-done-priority = { $n } percakapan kini dengan prioritas lain.
bulk-done-undo = { $n } percakapan kembali seperti semula.
channel-whatsapp = WhatsApp
channel-telegram = Telegram
channel-webchat = Obrolan situs
channel-api = Kanal API
