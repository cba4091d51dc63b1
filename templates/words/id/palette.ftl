palette-none = Tidak ada tindakan. Cari “{ $text }” di pesan
