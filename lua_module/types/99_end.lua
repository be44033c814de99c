return liqmap
