metric-handle_time_estimated = Waktu penanganan, perkiraan
metric-handle_time_estimated-text = Sama, untuk percakapan yang tidak seluruhnya terukur: yang terukur, ditambah perkiraan untuk tiap pesan yang tidak terlihat ditulis.
report-measured = Diukur: selama percakapan terbuka di depan seseorang yang melakukan sesuatu dalam semenit terakhir; satu percakapan pada satu waktu, paling lama 30 menit per kunjungan, termasuk sampai sehari setelah selesai.
report-measured-share = { $share } dari { $n } terukur
report-beside-handle_time = { $n ->
    [0] Tidak ada yang terukur
   *[other] { $n } terukur: masing-masing { $span }
}
report-beside-handle_time_estimated = { $n ->
    [0] Tidak ada perkiraan
   *[other] { $n } perkiraan: masing-masing { $span }
}
report-part-measured = { $name } { $span } terukur
report-part-estimated = { $name } { $span } perkiraan
effort-head = Waktu yang dipakai
effort-none = Belum ada yang bekerja di sini
effort-told = Waktu Anda di sini diukur
effort-handled = Ditangani { $span } dalam { $visits }
effort-own = Anda: { $span } dalam { $visits }
effort-visits = { $n } kunjungan
effort-messages = { $n } pesan
effort-title = Waktu untuk #{ $number }
effort-lead = Waktu dihitung selama percakapan terbuka di depan Anda dan Anda melakukan sesuatu di dalamnya sedikitnya sekali semenit. Yang disimpan hanya dari kapan sampai kapan: bukan ketikan, bukan layar. Supervisor melihat milik semua orang, Anda melihat milik sendiri.
effort-lead-off = Saat ini waktu tidak diukur. Yang sudah diukur tetap disimpan.
effort-measured = Terukur: { $span } dalam { $visits }
effort-estimated = Perkiraan: { $span } untuk { $messages } yang tidak terlihat ditulis
effort-counts-later = Dihitung dalam laporan setelah percakapan selesai.
effort-counts-measured = Semuanya terukur: masuk waktu penanganan.
effort-counts-estimated = Tidak semuanya terukur: masuk perkiraan waktu penanganan.
effort-empty = Belum ada
effort-empty-text = Belum ada yang bekerja di dalamnya, atau tidak ada yang milik Anda.
effort-before = { $n } kunjungan sebelumnya
effort-visit = { $from } – { $until }
effort-cut = Tiap kunjungan dihitung paling lama 30 menit.
effort-column-visit = Kunjungan
effort-column-message = Pesan
effort-column-took = Dihitung
effort-sum-measured = Terukur
effort-sum-estimated = Perkiraan
set-measuring = Waktu untuk percakapan
set-measuring-about = Apakah diukur, dan apa yang diberitahukan kepada orang
measuring-lead = Berapa lama orang bekerja dalam percakapan diukur dari apa yang terbuka di depan mereka, untuk waktu penanganan di laporan. Yang tidak diukur diperkirakan dari pesan, dan itu disebutkan.
measuring-on = Ukur waktunya
measuring-on-hint = Bila dimatikan, tidak ada lagi yang diukur; yang sudah diukur tetap ada sampai percakapannya dihapus.
measuring-is-on = Waktu diukur. Hanya pemilik yang dapat mematikannya.
measuring-is-off = Waktu tidak diukur. Hanya pemilik yang dapat menyalakannya.
measuring-told = Yang diberitahukan kepada orang
change-measuring-on = menyalakan pengukuran waktu
change-measuring-off = mematikan pengukuran waktu
