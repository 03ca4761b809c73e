"""Tidewaiter: mutual administrative assistance between customs administrations, under treaty."""
