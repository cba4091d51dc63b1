set-questions = Pertanyaan wajib
questions-context = Harus mengulang
questions-lead = Ada hal yang harus ditanyakan lagi karena hukum atau keamanan, meskipun sudah diketahui: misalnya tanggal lahir sebelum hasil dibacakan. Yang mengajukan salah satunya tidak membuat siapa pun mengulang, jadi tidak dihitung.
questions-field = Pertanyaan, satu per baris
questions-hint = Paling banyak { $n }, masing-masing 200 huruf: seperti yang diajukan, atau kata-kata yang selalu sama. Aksen dan tanda baca tidak berpengaruh.
questions-count = { $n ->
    [0] Belum ada pertanyaan
   *[other] { $n } pertanyaan
}
change-questions = mengubah pertanyaan yang wajib diajukan
error-question-short = Pertanyaan perlu sedikitnya dua kata.
error-question-long = Pertanyaan paling banyak 200 huruf.
error-questions-many = Paling banyak 1.000 pertanyaan.
repeated = Harus mengulang
repeated-mark = Pelanggan harus mengulang
event-repeat-marked = { $who }: pelanggan harus mengulang ini
event-repeat-unmarked = { $who }: ternyata pelanggan tidak harus mengulang ini
signal-asked = Ditanya yang sudah diketahui: { $datum }
signal-restated = Menulis hal yang sama lagi
signal-says-so = Bilang sudah pernah mengatakannya
signal-survey = Mengatakannya saat menilai
signal-marked = Ditandai salah satu dari Anda
confidence-medium = mungkin
confidence-high = kemungkinan besar
confidence-certain = pasti
evidence-no-before = Yang sebelumnya hanya ada di data, atau bukan untuk Anda baca.
datum-matter = perihalnya
datum-name = nama
datum-email = email
datum-phone = telepon
datum-order = nomor pesanan
datum-address = alamat
datum-document = nomor identitas
datum-company = perusahaan
datum-attribute = kolom Anda sendiri
