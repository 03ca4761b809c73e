"""The headings by which the trade and the services write a manifest, a passenger list or a declaration.

English, French, Spanish and Dutch, and the abbreviations of bills of lading. A heading is compared in small letters
without accents and signs, so "N° conteneur", "n conteneur" and "N_CONTENEUR" are one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_OUTSIDE = re.compile(r"[^\w]+|_+")
_TRADERS: Mapping[str, str] = MappingProxyType(
    {
        "consignor": "consignor; shipper; exporter; sender; expediteur; chargeur; exportateur; expedidor; remitente; "
        "embarcador; exportador; afzender; verlader; exporteur; shipper name; consignor name; exporter name",
        "consignee": "consignee; importer; receiver; recipient; destinataire; receptionnaire; importateur; "
        "consignatario; destinatario; importador; geadresseerde; ontvanger; importeur; consignee name; importer name",
        "notify": "notify; notify party; notify name; party to notify; notify address; partie a notifier; "
        "personne a aviser; notificar a; parte a notificar; notificado; te verwittigen; aan te melden partij",
        "buyer": "buyer; purchaser; acheteur; comprador; koper",
        "seller": "seller; vendor; vendeur; vendedor; verkoper; supplier; fournisseur; proveedor; leverancier",
        "declarant": "declarant; customs broker; broker; declarant en douane; commissionnaire en douane; declarante; "
        "agente de aduanas; aangever; douane expediteur",
        "carrier": "carrier; shipping line; line; transporteur; compagnie; transportista; naviera; vervoerder; "
        "rederij; carrier name; airline; compagnie aerienne; aerolinea; luchtvaartmaatschappij",
        "agent": "agent; freight forwarder; forwarder; ship agent; transitaire; consignataire; agente; transitario; "
        "scheepsagent; cargadoor",
    }
)
_COUNTRY = ("country", "pays", "pais", "land")
_TAX = ("tax", "tax id", "vat", "eori", "tva", "nif", "btw", "tin", "tax number")
_ADDRESS = ("address", "addr", "adresse", "direccion", "domicilio", "adres")
_REST: Mapping[str, str] = MappingProxyType(
    {
        "row_id": "row id; id; uid; record id; line id; identifiant; identificador; regelnummer",
        "bill": "bill of lading; b l; bl; b l no; b l number; bl no; bl number; bill no; master bill; house bill; awb; "
        "air waybill; awb no; waybill; mrn; declaration; declaration number; connaissement; no connaissement; lta; "
        "conocimiento; conocimiento de embarque; guia aerea; cognossement; vrachtbrief; reference; ref; referencia; "
        "referentie; booking; pnr",
        "name": "name; full name; nom complet; nombre completo; volledige naam; naam; nombre y apellidos; party name",
        "role": "role; type; function; status; fonction; qualite; funcion; calidad; hoedanigheid; rol; party type",
        "surname": "surname; last name; family name; nom; nom de famille; apellido; apellidos; achternaam; "
        "familienaam; "
        "passenger surname; primary identifier",
        "given_names": "given names; given name; first name; first names; forename; forenames; prenom; prenoms; "
        "nombre; "
        "nombres; voornaam; voornamen; passenger given names; secondary identifier",
        "birth": "birth; date of birth; dob; birth date; birthdate; date de naissance; ne le; naissance; "
        "fecha de nacimiento; nacimiento; geboortedatum; geboren",
        "nationality": "nationality; citizenship; nationalite; nacionalidad; nationaliteit",
        "passport": "passport; passport no; passport number; passeport; no passeport; numero de passeport; pasaporte; "
        "numero de pasaporte; no pasaporte; paspoort; paspoortnummer",
        "document": "document; document no; document number; travel document; document de voyage; no document; "
        "numero du document; documento; numero de documento; documento de viaje; reisdocument; documentnummer",
        "document_type": "document type; type of document; doc type; type de document; tipo de documento; "
        "documentsoort",
        "national_id": "national id; identity card; id card; carte d identite; dni; cedula; documento de identidad; "
        "identiteitskaart; id kaart; seaman book; seamans book",
        "mrz": "mrz; machine readable zone; zone de lecture automatique; zona de lectura mecanica; "
        "machine leesbare zone",
        "address": "address; home address; passenger address; adresse; domicile; direccion; domicilio; adres; "
        "woonadres",
        "vessel": "vessel; vessel name; ship; ship name; name of ship; navire; nom du navire; buque; nombre del buque; "
        "nave; schip; scheepsnaam; naam schip",
        "imo": "imo; imo no; imo number; no imo; numero imo; imo nummer; lloyds no",
        "mmsi": "mmsi; mmsi no; mmsi number; numero mmsi; mmsi nummer",
        "callsign": "callsign; call sign; indicatif; indicatif d appel; distintivo de llamada; indicativo; roepletters",
        "flag": "flag; flag state; pavillon; etat du pavillon; bandera; pabellon; vlag; vlaggenstaat",
        "aircraft_registration": "aircraft; aircraft registration; tail number; aeronef; immatriculation aeronef; "
        "aeronave; matricula aeronave; luchtvaartuig; vliegtuigregistratie",
        "vehicle_registration": "vehicle; vehicle registration; licence plate; license plate; plate; truck; trailer; "
        "registration; vehicule; immatriculation; plaque; vehiculo; matricula; placa; voertuig; kenteken",
        "vin": "vin; chassis; chassis no; chassis number; no chassis; numero de chasis; chasis; chassisnummer; "
        "chassis nummer",
        "container": "container; container no; container number; containers; equipment; equipment id; cntr; cntr no; "
        "ctr no; unit; conteneur; no conteneur; numero de conteneur; contenedor; no contenedor; numero de contenedor; "
        "containernummer; container nummer",
        "seal_no": "seal; seal no; seal number; seals; scelle; no scelle; scelles; numero de scelle; precinto; "
        "no precinto; numero de precinto; zegel; zegelnummer; verzegeling",
        "hs": "hs; hs code; hscode; commodity code; tariff; tariff code; tariff heading; harmonized code; sh; code sh; "
        "position tarifaire; nomenclature; sa; codigo sa; partida; partida arancelaria; gs code; goederencode; "
        "tariefpost; taric",
        "description": "description; goods; goods description; description of goods; cargo description; commodity; "
        "marchandise; marchandises; designation; designation des marchandises; mercancia; mercancias; descripcion; "
        "descripcion de la mercancia; goederen; omschrijving; goederenomschrijving",
        "weight_kg": "weight; weight kg; gross weight; gross weight kg; gross mass; gross; gross kg; kgs; poids; "
        "poids brut; poids kg; masse brute; peso; peso bruto; peso kg; gewicht; brutogewicht; bruto gewicht; "
        "brutomassa",
        "value": "value; customs value; invoice value; statistical value; declared value; valeur; valeur en douane; "
        "valor; valor en aduana; valor aduanero; waarde; douanewaarde; factuurwaarde",
        "currency": "currency; currency code; devise; monnaie; moneda; divisa; valuta; munt",
        "packages": "packages; package count; no of packages; number of packages; pkgs; quantity; colis; "
        "nombre de colis; bultos; numero de bultos; colli; aantal colli; aantal verpakkingen",
        "package_kind": "package kind; package type; type of packages; packaging; type de colis; emballage; "
        "tipo de bultos; embalaje; soort colli; verpakking; soort verpakking",
        "loading": "loading; port of loading; pol; place of loading; load port; loading port; from; embarkation; "
        "port de chargement; lieu de chargement; puerto de carga; puerto de embarque; lugar de carga; laadhaven; "
        "plaats van lading",
        "discharge": "discharge; port of discharge; pod; port of unloading; discharge port; to; debarkation; "
        "port de dechargement; lieu de dechargement; puerto de descarga; lugar de descarga; loshaven; "
        "plaats van lossing",
        "origin": "origin; country of origin; origine; pays d origine; origen; pais de origen; oorsprong; "
        "land van oorsprong",
        "destination": "destination; country of destination; final destination; place of delivery; "
        "pays de destination; "
        "destino; pais de destino; bestemming; land van bestemming",
        "voyage": "voyage; voyage no; voyage number; flight; flight no; flight number; voy; vol; no vol; no voyage; "
        "numero de voyage; viaje; no viaje; numero de viaje; vuelo; reis; reisnummer; vlucht; vluchtnummer",
        "eta": "eta; estimated arrival; arrival; arrival date; date of arrival; expected arrival; heure d arrivee; "
        "date d arrivee; arrivee; arrivee prevue; llegada; fecha de llegada; hora de llegada; llegada prevista; "
        "aankomst; "
        "aankomstdatum; verwachte aankomst",
    }
)


def folded(heading: str) -> str:
    """A heading as it is compared: small letters and figures, without accents, words parted by one space."""
    plain = unicodedata.normalize("NFKD", heading.replace("°", "o").replace("º", "o")[:200])
    bare = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join(_OUTSIDE.sub(" ", bare.casefold()).split())


def _known() -> dict[str, tuple[str, ...]]:
    known = {ours: tuple(words.split("; ")) for ours, words in {**_TRADERS, **_REST}.items()}
    for role, words in _TRADERS.items():
        called = words.split("; ")
        for ours, ends in (("country", _COUNTRY), ("tax", _TAX), ("address", _ADDRESS)):
            both = [phrase for word in called for end in ends for phrase in (f"{word} {end}", f"{end} {word}")]
            # "Notify address" heads the party whole on bills of lading
            known[f"{role}_{ours}"] = tuple(phrase for phrase in both if phrase not in called)
    return known


KNOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(_known())
COLUMNS = tuple(KNOWN)
TRADER_COLUMNS = tuple(_TRADERS)


def known_headings(header: Sequence[str]) -> dict[str, str]:
    """Our columns with the headings of this table that we know by themselves; each heading stands for one column."""
    waiting = {folded(name): name for name in reversed(header) if folded(name)}
    found = {}
    for ours, words in KNOWN.items():
        # our own name for a column is a heading too
        word = next((word for word in (folded(ours), *words) if word in waiting), None)
        if word is not None:
            found[ours] = waiting.pop(word)
    return found
