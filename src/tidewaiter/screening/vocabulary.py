"""Words that frame a name or that many names share, so that they weigh less than the words that carry it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    adm alhaj ayatollah brig capt captain cdr cheikh col colonel dr eng esq fr frau gen general hadji
    hafiz haji hajj hajji herr hon ii iii imam ing iv jr lady lord lt maj major maulavi maulawi mawlavi
    mawlawi md miss mlle mme mr ms mrs mulla mullah phd prof professor qari rev sayyid senor
    sgt shaykh sheik sheikh shekh sir sr sra ustad
    """
)
VESSEL_PREFIXES = _words("mv mt ms mts ss vessel")
PARTICLES = _words(
    """
    ad af al an and ar as ash at av az ben bin bint binti da das de del della den der des di do dos du e
    el et fi for i ibn la las le les los mc o of ou st ter the ul und van von wa y zu
    """
)
FORMS = _words(
    """
    ab ad ag anonim ao aps as asa bhd bv cia cjsc co compania company corp corporation cv dd doo eirl
    est fzc fzco fze fzllc gesellschaft gmbh inc incorporated jsc kft kg kgaa kk limited llc llp lp ltd
    ltda mbh nv oao ohg ojsc ooo oy oyj pao pjsc plc private psc pte pty pvt rt sa saoc sarl sas sc sca
    sdn sirketi sl snc sp spa spol srl sro wll zao zoo zrt
    """
)
COMMON = _words(
    """
    agency air airlines airways association aviation bank center centre comercial comercializadora
    commercial construction constructora development distribuidora empresa energy engineering enterprise
    enterprises establishment export exports factory foundation gas general group grupo holding holdings
    import imports industrial industries industry inmobiliaria institute internacional international
    inversiones investment investments logistics management marine maritime national oil organisation
    organization petroleum products service services servicios shipping technologies technology trade
    trading transport transportation transportes
    """
)
