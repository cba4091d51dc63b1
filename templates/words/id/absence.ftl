away-title = Pergi sementara
away-lead = Percakapan Anda digantikan sampai Anda kembali, lalu menjadi milik Anda lagi.
away-now = Yang Anda pegang sekarang
away-menu = Pergi sampai
away-other = Waktu lain, atau seseorang menggantikan saya…
away-cases = { $n ->
    [0] Anda tidak punya percakapan terbuka.
   *[other] Anda punya { $n } percakapan terbuka.
}
away-promises = { $n ->
   *[other] Anda menjanjikan { $n } balasan.
}
away-unsent = { $n ->
   *[other] { $n } balasan Anda belum terkirim.
}
away-until = Sampai
away-until-hint = Kosong: sampai Anda menyatakan sudah kembali.
away-cover = Siapa yang membalas sementara itu?
away-cover-everybody = Semua; tetap milik saya
away-cover-share = Dibagi di antara yang hadir
away-cover-one = { $name } menerima yang harus dibalas
away-who = Siapa yang pergi?
away-who-me = Saya
away-act = Mulai
away-you = Anda sedang pergi.
away-you-until = Anda sedang pergi sampai { $time }.
away-back = Saya sudah kembali
away-named = { $name } (pergi)
away-covering = { $name } sedang pergi
owned-away = { $name } sedang pergi. Siapa pun yang membalas menggantikannya; percakapan tetap miliknya.
reason-person-away = { $name } sedang pergi dan akan menerimanya kembali
reason-person-back = { $name } sudah kembali
handover-title = Ringkasan untuk penerus
handover-from = Sebelumnya dipegang { $name }: yang perlu diketahui
handover-wanted = Permintaan
handover-last = Ucapan terakhir
handover-tried = Dibalas
handover-file = Mengirim
handover-promised = Janji
handover-leaves = Terkirim nanti
handover-next = Langkah berikutnya
handover-next-answer = Balas: sudah menunggu { $span }
handover-next-go-on = Lanjutkan: tidak ada yang menunggu balasan
handover-read = Sudah saya baca
event-handover-read = { $who } membaca ringkasan percakapan
since-head = Yang berubah
since-title = Selama Anda pergi ({ $span })
since-nothing = Tidak ada yang berubah.
since-new = { $n ->
   *[other] { $n } percakapan baru
}
since-wrote = { $n ->
   *[other] { $n } pelanggan Anda menulis
}
since-given = { $n ->
   *[other] { $n } diberikan kepada Anda
}
since-mentioned = { $n ->
   *[other] { $n } catatan menyebut Anda
}
since-failed = { $n ->
   *[other] { $n } balasan tidak sampai
}
since-broken = { $n ->
   *[other] { $n } janji terlambat
}
since-resolved = { $name } menyelesaikan { $n }
since-quiet = { $n ->
   *[other] { $n } ditutup tanpa balasan pelanggan
}
