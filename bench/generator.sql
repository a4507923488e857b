-- Ten years of life for the people in the temporary table `mens`, in set-based statements.
-- The same n and day give the same rows: every "random" choice is a hash of the person's number.
-- Settings of the session: bench.vandaag (a date) and bench.gemeente (an id).

create function pg_temp.kies(i bigint, zout int, n int) returns int language sql immutable as
$$ select ((hashint8extended(i, zout) % n + n) % n)::int $$;

create function pg_temp.vandaag() returns date language sql stable as
$$ select current_setting('bench.vandaag')::date $$;

-- deel: relaties
insert into werkgevers_relatie (nummer, gemeente_id, naam, zoeknaam, soorten, kvk, branche, straat, huisnummer,
                                postcode, plaats, telefoon, email, werknemers, versie, aangemaakt_op)
select 'R-' || nextval('relatie_nummer'), current_setting('bench.gemeente')::bigint,
       'Bedrijf ' || r || ' ' || soort, 'bedrijf ' || r || ' ' || lower(soort), array['werkgever'],
       (70000000 + r)::text, lower(soort), 'Molenweg', r::text, '7461 AB', 'Rijssen', '', '',
       5 + pg_temp.kies(r, 1, 400), 1, now() - interval '10 years'
from (select r, (array['Groen', 'Metaal', 'Schoonmaak', 'Logistiek', 'Zorg', 'Bouw'])[1 + r % 6] as soort
      from generate_series(1, (select 20 + count(*) / 20 from mens)) as r) as reeks;

insert into werkgevers_contactpersoon (relatie_id, naam, functie, telefoon, email, actief)
select r.id, 'Contact ' || k || ' van ' || r.nummer, 'planner', '', '', true
from werkgevers_relatie r cross join generate_series(1, 2) as k;

create temp table relatie on commit drop as
select id, row_number() over (order by id) - 1 as r from werkgevers_relatie;

-- deel: personen
insert into personen_dossierperiode (persoon_id, begindatum, einddatum, reden_einde)
select persoon_id, begin, eind, case when eind is null then '' else 'werk' end from mens;

-- One in ten left and came back (ontwerp §2.6).
insert into personen_dossierperiode (persoon_id, begindatum, einddatum, reden_einde)
select persoon_id, begin - 900, begin - 200, 'verhuisd' from mens where pg_temp.kies(i, 10, 10) = 0;

insert into personen_adres (persoon_id, begindatum, einddatum, straat, huisnummer, postcode, plaats)
select persoon_id, begin - 4000, begin - 31, 'Stationsweg', (1 + i % 90)::text, '7451 CD', 'Holten' from mens
union all
select persoon_id, begin - 30, null, 'Esweg', (1 + i % 120)::text, '7461 AB', 'Rijssen' from mens;

insert into personen_kenmerk (persoon_id, begindatum, einddatum, soort, waarde, toelichting, bron)
select persoon_id, begin, null::date, 'taalniveau', (array['A1', 'A2', 'B1', 'B2'])[1 + pg_temp.kies(i, 11, 4)], '',
       'intake' from mens
union all
select persoon_id, begin, null, 'opleiding', (array['basisschool', 'vmbo', 'mbo 2'])[1 + pg_temp.kies(i, 12, 3)], '',
       'intake' from mens
union all
select persoon_id, begin, null, 'belemmering', 'medisch', '', 'intake' from mens where pg_temp.kies(i, 13, 5) = 0
union all
select persoon_id, begin, null, 'let_op', 'Bel altijd eerst', 'Bel voor een huisbezoek.', 'intake' from mens
where pg_temp.kies(i, 14, 20) = 0;

-- Three contact persons one after another; every fiftieth person has none now.
create temp table toewijzing on commit drop as
select m.i, m.persoon_id, u.id as gebruiker_id, m.begin + (m.dagen * k / 3) as begindatum,
       case when k < 2 then m.begin + (m.dagen * (k + 1) / 3) - 1 else m.eind end as einddatum
from (select *, coalesce(eind, pg_temp.vandaag()) - begin as dagen from mens) as m
cross join generate_series(0, 2) as k
join consulent u on u.wsw = m.wsw and u.nr = pg_temp.kies(m.i + k * 1000003, 15, u.aantal)
where not (k = 2 and m.eind is null and m.i % 50 = 0);

insert into personen_toewijzing (persoon_id, gebruiker_id, begindatum, einddatum, reden)
select persoon_id, gebruiker_id, begindatum, einddatum, '' from toewijzing;

-- deel: contactmomenten
insert into personen_contactmoment (persoon_id, datum, wijze, met, verslag, vervolg_op, vervolg_gedaan_op, door_id,
                                    vastgelegd_op, versie)
select t.persoon_id, d::date,
       (array['telefoon', 'werkplek', 'kantoor', 'huisbezoek', 'online', 'brief'])[1 + pg_temp.kies(c, 20, 6)],
       'inwoner',
       (array['Het gaat goed op het werk. ', 'De reis naar het werk kost veel tijd. ', 'Er is een nieuwe cursus. '])[
           1 + pg_temp.kies(c, 21, 3)]
         || repeat('We spraken over de week en wat er goed ging. ', 2 + pg_temp.kies(c, 22, 8)),
       case when pg_temp.kies(c, 23, 4) = 0 then d::date + 30 end,
       case when pg_temp.kies(c, 23, 4) = 0 and d::date + 60 < pg_temp.vandaag() then d::date + 28 end,
       t.gebruiker_id, d + interval '1 hour', 1
from toewijzing t
cross join lateral generate_series(
    greatest(t.begindatum, pg_temp.vandaag() - 3650)::timestamp, coalesce(t.einddatum, pg_temp.vandaag() - 1),
    interval '150 days') as d
cross join lateral (select t.i * 4001 + extract(epoch from d)::bigint / 86400 as c) as sleutel;

-- deel: documenten
insert into kern_bestand (gemeente_id, naam, mediatype, grootte, sha256, inhoud, gemaakt_op)
select current_setting('bench.gemeente')::bigint, 'brief-' || i || '.txt', 'text/plain', 5,
       encode(sha256('brief'::bytea), 'hex'), 'brief'::bytea, begin
from mens where i % 2 = 0;

insert into personen_document (persoon_id, bestand_id, soort, datum, omschrijving, toegevoegd_door_id, toegevoegd_op)
select m.persoon_id, b.id, 'brief', m.begin, 'Brief over de intake', (select min(id) from consulent), m.begin
from mens m join kern_bestand b on b.naam = 'brief-' || m.i || '.txt';

-- deel: plannen
insert into personen_ontwikkelplan (persoon_id, soort, versie, opgesteld_op, getekend_op, evaluatie_op,
                                    opgesteld_door_id, status, digitaal)
select m.persoon_id, case when m.wsw then 'iop' else 'pop' end, versie,
       m.begin + (m.dagen * (versie - 1) / 3), m.begin + (m.dagen * (versie - 1) / 3) + 7,
       case when versie = 3 then pg_temp.vandaag() - 30 + pg_temp.kies(m.i, 30, 300) end,
       (select min(id) from consulent where wsw = m.wsw),
       case when versie = 3 then 'getekend' else 'vervangen' end, false
from (select *, coalesce(eind, pg_temp.vandaag()) - begin as dagen from mens) as m
cross join generate_series(1, 3) as versie
where m.i % 3 > 0;

with plan as (
    insert into personen_ontwikkelplan (persoon_id, soort, versie, opgesteld_op, opgesteld_door_id, status, digitaal)
    select persoon_id, case when wsw then 'iop' else 'pop' end, 4, pg_temp.vandaag() - pg_temp.kies(i, 31, 40),
           (select min(id) from consulent where wsw = mens.wsw), 'concept', true
    from mens where eind is null and i % 6 = 0
    returning id, opgesteld_op
), inhoud as (
    insert into personen_planinhoud (plan_id, versie, eigen_woorden, sterk, hulp_bij, gemeente_doet, inwoner_doet)
    select id, 1, 'Ik wil vier dagen werken in het groen.', 'Op tijd komen en doorwerken.', 'Reizen.',
           'We betalen de cursus.', 'Ik volg de cursus.' from plan
), doel as (
    insert into personen_doel (plan_id, eigenaar, tekst, klaar_voor, volgorde, versie)
    select id, (array['inwoner', 'gemeente'])[k], 'Werken bij een hovenier', opgesteld_op + 200, k, 1
    from plan cross join generate_series(1, 2) as k
    returning id, klaar_voor
)
insert into personen_stap (doel_id, tekst, wie, voor, volgorde, versie)
select id, 'Een proefdag meelopen', 'inwoner', klaar_voor - 30 * k, k, 1 from doel cross join generate_series(1, 3) as k;

-- deel: re-integratie
insert into reintegratie_uitkering (persoon_id, soort, begindatum, einddatum, reden_einde, versie)
select persoon_id, case when pg_temp.kies(i, 40, 20) = 0 then 'ioaw' else 'pw' end, begin, eind,
       case when eind is null then '' else 'werk' end, 1
from mens where not wsw;

-- Two in a hundred have no trede yet ("onbekend"); the others go up slowly.
insert into reintegratie_tredemeting (persoon_id, datum, huidige_trede, doeltrede, bron, beoordelaar_id, reden,
                                      vastgelegd_op, versie)
select m.persoon_id, d::date, trede, least(6, trede + pg_temp.kies(m.i, 42, 3)), 'gesprek',
       (select min(id) from consulent where wsw = m.wsw), '', d, 1
from mens m
cross join lateral generate_series(greatest(m.begin, pg_temp.vandaag() - 3650)::timestamp,
                                   coalesce(m.eind, pg_temp.vandaag()), interval '182 days') as d
cross join lateral (
    select least(6, 1 + pg_temp.kies(m.i, 41, 5) + ((d::date - m.begin) / 1400)) as trede) as t
where not m.wsw and m.i % 50 <> 7;

insert into personen_loonwaardemeting (persoon_id, datum, percentage, methode, bureau, werkplek, functie,
                                       uren_per_week, toelichting, volgende_op, vastgelegd_door_id, vastgelegd_op,
                                       ingetrokken_reden)
select persoon_id, greatest(begin, pg_temp.vandaag() - 900) + 365 * k, 30 + pg_temp.kies(i + k, 43, 60), 'landelijk',
       'Meetbureau De Waag', 'Bedrijf', 'medewerker', 32, '', greatest(begin, pg_temp.vandaag() - 900) + 365 * (k + 1),
       (select min(id) from consulent), now(), ''
from mens cross join generate_series(0, 1) as k
where eind is null and i % 8 = 1 and begin + 400 < pg_temp.vandaag();

-- deel: wsw
insert into wsw_dienstverband (persoon_id, regeling, herkomst, herkomstgemeente_id, wsw_sinds, cao, handicapcategorie,
                               begindatum, einddatum, reden_einde, versie)
select persoon_id, 'wsw', case when begin < '2015-01-01' then 'voor_2015' else 'overname' end,
       current_setting('bench.gemeente')::bigint, least(begin, date '2010-01-01'), 'sw', 'matig', begin, eind,
       case when eind is null then '' else 'aow' end, 1
from mens where wsw;

insert into wsw_indeling (dienstverband_id, groep, subsoort, formele_werkgever_id, uren_per_week, schaal, voorzien,
                          begindatum, einddatum)
select d.id, (array['individueel', 'groep', 'beschut', 'begeleid_werken'])[1 + pg_temp.kies(m.i, 50 + k, 4)], '',
       (select min(id) from kern_organisatie), 24 + pg_temp.kies(m.i, 52, 12), 'B', false,
       case when k = 0 then d.begindatum else d.begindatum + m.dagen / 2 + 1 end,
       case when k = 0 then d.begindatum + m.dagen / 2 else d.einddatum end
from wsw_dienstverband d
join (select *, coalesce(eind, pg_temp.vandaag()) - begin as dagen from mens) as m using (persoon_id)
cross join generate_series(0, 1) as k;

-- deel: plaatsingen
insert into werkgevers_plaatsing (persoon_id, relatie_id, soort, uren_per_week, werklocatie, leidinggevende,
                                  contract_tot, reden_einde, begindatum, einddatum)
select m.persoon_id, r.id,
       case when m.wsw then (array['individuele_detachering', 'groepsdetachering', 'beschut'])[1 + pg_temp.kies(m.i, 60, 3)]
            else (array['proefplaatsing', 'werkervaringsplaats', 'regulier'])[1 + pg_temp.kies(m.i, 60, 3)] end,
       32, 'hal 2', 'chef',
       case when k = 1 and m.eind is null and m.i % 4 = 0 then pg_temp.vandaag() + pg_temp.kies(m.i, 62, 120) end,
       case when k = 1 and m.eind is null then '' else 'andere_plek' end,
       m.begin + m.dagen * k / 2 + 1, case when k = 1 then m.eind else m.begin + m.dagen / 2 end
from (select *, coalesce(eind, pg_temp.vandaag()) - begin as dagen from mens) as m
cross join generate_series(0, 1) as k
join relatie r on r.r = pg_temp.kies(m.i + k, 61, (select count(*)::int from relatie))
where m.dagen > 10 and (m.wsw or m.i % 5 = 0);

-- deel: overeenkomsten
create temp table contract on commit drop as
select p.id as plaatsing_id, p.persoon_id, p.relatie_id, p.soort, p.begindatum, row_number() over (order by p.id) as nr,
       current_setting('bench.gemeente')::bigint as gemeente_id,
       (select min(id) from consulent where wsw) as consulent_id,
       (select id from kern_gebruiker where username = 'financien') as financien_id
from werkgevers_plaatsing p
where p.einddatum is null and p.soort in ('individuele_detachering', 'groepsdetachering', 'beschut');

-- What the employer signed: one stored file each.
insert into kern_bestand (gemeente_id, naam, mediatype, grootte, sha256, inhoud, gemaakt_op)
select gemeente_id, 'overeenkomst-' || nr || '.pdf', 'application/pdf', 8, encode(sha256('contract'::bytea), 'hex'),
       'contract'::bytea, begindatum
from contract;

insert into werkgevers_overeenkomst (nummer, volgnummer, gemeente_id, relatie_id, persoon_id, plaatsing_id, soort, herkomst,
                                     status, overeengekomen_door_id, overeengekomen_op, opgesteld_door_id, opgesteld_op,
                                     getekend_op, begindatum)
select 'D-' || nr, nr, gemeente_id, relatie_id, persoon_id, plaatsing_id, soort, 'nieuw', 'lopend', consulent_id,
       begindatum, financien_id, begindatum, begindatum, begindatum
from contract;

insert into werkgevers_overeenkomstversie (overeenkomst_id, versie, status, uren_per_week, weekpatroon, begindatum,
                                           btw_categorie, betaaltermijn_dagen, overeengekomen_door_id, overeengekomen_op,
                                           opgesteld_door_id, opgesteld_op, getekend_op, bestand_id, sha256, gegevens)
select o.id, 1, 'getekend', 32, array[8, 8, 8, 8, 0, 0, 0], c.begindatum, 'S', 30, c.consulent_id, c.begindatum,
       c.financien_id, c.begindatum, c.begindatum, b.id, b.sha256, '{}'
from contract c
join werkgevers_overeenkomst o on o.volgnummer = c.nr and o.gemeente_id = c.gemeente_id
join kern_bestand b on b.naam = 'overeenkomst-' || c.nr || '.pdf';

insert into werkgevers_tariefafspraak (overeenkomst_id, methode, bedrag, begindatum, afgesproken_door_id, afgesproken_op)
select o.id, 'vast_maand', 400 + pg_temp.kies(o.volgnummer, 70, 600), o.begindatum, o.overeengekomen_door_id,
       o.overeengekomen_op
from werkgevers_overeenkomst o;

-- The last six months are complete, so six runs can be measured.
insert into werkgevers_urenstaat (overeenkomst_id, maand, compleet_op, compleet_door_id)
select o.id, m::date, m + interval '1 month', o.opgesteld_door_id
from werkgevers_overeenkomst o
cross join generate_series(date_trunc('month', pg_temp.vandaag()) - interval '6 months',
                           date_trunc('month', pg_temp.vandaag()) - interval '1 month', interval '1 month') as m
where o.begindatum <= m;

-- deel: logboek
insert into kern_gebeurtenis (tijdstip, gebruiker_id, soort, onderwerp_soort, onderwerp_id, dossier_id, gemeente_id,
                              omschrijving, gegevens, verzoek)
select c.vastgelegd_op, c.door_id, 'contact.vastgelegd', 'personen.contactmoment', c.id, c.persoon_id,
       current_setting('bench.gemeente')::bigint, 'Contactmoment vastgelegd', '{}', ''
from personen_contactmoment c;

insert into kern_inzage (tijdstip, gebruiker_id, soort, dossier_id, gemeente_id, pagina, reden, als_vervanger, gegevens,
                         verzoek)
select c.vastgelegd_op - interval '5 minutes', c.door_id, 'dossier', c.persoon_id,
       current_setting('bench.gemeente')::bigint, 'tijdlijn', '', false, '{}', ''
from personen_contactmoment c;
