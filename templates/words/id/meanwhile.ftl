notice-closing = Pelanggan menunggu, dan Anda bisa menulis bebas hanya sampai { $time }
notice-covered = Selama Anda pergi, rekan menangani { $n } percakapan Anda
telling-closing = Pelanggan menunggu, dan tinggal satu jam untuk menulis bebas
telling-covered = Yang dikerjakan rekan untuk saya selama saya pergi
since-covered = { $n } milik Anda dijawab rekan
