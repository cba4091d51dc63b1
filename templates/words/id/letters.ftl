letter-reset-subject = Kata sandi baru untuk Lobby
letter-reset =
    Seseorang meminta kata sandi baru untuk akun Anda. Untuk membuatnya, buka tautan ini dalam 30 menit:

    { $link }

    Bukan Anda? Maka tidak perlu melakukan apa-apa: kata sandi Anda tetap sama.
letter-invite-subject = { $business } mengundang Anda ke Lobby
letter-invite =
    { $business } melayani pelanggannya dengan Lobby, dan Anda diajak ikut. Buka tautan ini dan pilih kata sandi:

    { $link }

    Tautan ini berlaku satu kali, selama tujuh hari.
letter-failed-subject = Jawaban di #{ $number } tidak sampai
letter-failed =
    Jawaban di #{ $number } tidak sampai ke pelanggan. Percakapannya terbuka lagi dan menyebutkan alasannya:

    { $link }
letter-late-subject = Jawaban di #{ $number } belum keluar
letter-late =
    Jawaban di #{ $number } sudah menunggu berjam-jam: server email tidak menerimanya. Lobby terus mencoba. Percakapannya menyebutkan alasannya:

    { $link }
letter-moment-subject = #{ $number }: sudah dikatakan “sebentar”
letter-moment =
    Di #{ $number } pelanggan diberi tahu “sebentar”, dan tidak ada apa-apa sejak itu. Percakapannya ada di sini:

    { $link }
letter-test-subject = Email uji coba dari Lobby
letter-test =
    Ini uji coba: Lobby mengirim email ini ke kotak surat Anda sendiri untuk melihat apakah pengiriman dan pembacaan berfungsi.

    Anda tidak perlu melakukan apa-apa, dan boleh menghapusnya.
letter-plus-subject = Uji coba dari Lobby
letter-plus =
    Lobby mengirim email ini untuk mengetahui apakah email ke alamat ini dengan tanda di belakang plus bisa tiba. Ternyata bisa. Anda boleh menghapusnya.
letter-address-subject = Konfirmasi alamat baru Anda untuk Lobby
letter-address =
    { $name }, alamat ini akan dipakai untuk masuk ke Lobby. Jika Anda menginginkannya, buka tautan ini, dalam keadaan sudah masuk, dalam satu hari:

    { $link }

    Tidak tahu soal ini? Maka Anda tidak perlu melakukan apa-apa.
letter-own-address-subject = Konfirmasi alamat Anda untuk Lobby
letter-own-address =
    { $name } menyatakan di Lobby bahwa alamat ini miliknya. Jika Anda { $name }, buka tautan ini, dalam keadaan sudah masuk, dalam satu hari; setelah itu email dari sini dihitung sebagai milik Anda:

    { $link }

    Tidak tahu soal ini? Maka Anda tidak perlu melakukan apa-apa.
letter-address-set-subject = Akses Lobby Anda memakai alamat lain
letter-address-set =
    Sekarang Anda masuk ke Lobby dengan { $address }, dan tidak lagi dengan alamat ini.

    Bukan Anda? Segera beri tahu administrator.
lost-title = Tidak sampai
lost-invitation = Undangan untuk { $to } tidak sampai: { $why }
lost-invitation-yet = Undangan untuk { $to } belum keluar: { $why }
lost-proof = Email berisi tautan untuk { $to } tidak sampai: { $why }
lost-proof-yet = Email berisi tautan untuk { $to } belum keluar: { $why }
lost-notice = Email Lobby untuk { $to } tidak sampai: { $why }
lost-notice-yet = Email Lobby untuk { $to } belum keluar: { $why }
lost-here = Emailnya tidak sampai: { $why }
lost-here-yet = Emailnya belum keluar: { $why }
lost-said = Kata mereka: { $said }
lost-look = Lihat
lost-noted = Sudah dilihat
letter-further-subject = Uji coba dari Lobby
letter-further =
    Lobby mengirim email ini untuk mengetahui apakah { $address } milik kotak surat ini. Ternyata benar. Anda boleh menghapusnya.
