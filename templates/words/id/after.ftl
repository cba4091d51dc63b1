after-done = Setelah menyelesaikan atau menunda
after-next = Ke percakapan berikutnya
after-list = Ke daftar
after-stay = Tetap di sini
