# Shown by the browser itself when Lobby cannot be reached.
offline-title = Tidak ada sambungan
offline-text = Lobby sekarang tidak bisa dijangkau dari sini. Yang Anda tulis sebelumnya tersimpan di peramban ini dan di Lobby.
