import { divisionPath, getDivision } from '#modules/places/index.ts';
import type { Reply } from '#platform/contract/route.ts';
import { type DayNo, dayNo } from '#platform/month/month.ts';
import { conditionPhrase } from './condition-phrase.ts';
import type { RuleRow, showRulebook } from './contract.ts';
import { bandName } from './decide/sentence.ts';
import { originText } from './origin.ts';
import type { Rulebook, RuleFile, RuleVersion } from './rule.ts';
import type { RuleDocument } from './rulebook/rule-document.ts';

const CITY_LEVEL = 2;

/** 规则库: every file as it stands on a day, superiors before those below. Files that have not begun are left out. */
export function listRules(
  rulebook: Rulebook,
  documents: readonly RuleDocument[],
  day: string,
): Reply<typeof showRulebook> {
  const rows = rulebook.files.flatMap((file) => {
    const row = rowOn(file, rulebook, documents, dayNo(day));
    return row ? [{ row, place: getDivision(file.division).placeLo }] : [];
  });
  rows.sort((a, b) => a.place - b.place || (a.row.file < b.row.file ? -1 : 1));
  return {
    day,
    sha256: rulebook.sha256,
    files: rulebook.files.length,
    versions: documents.reduce((sum, { versions }) => sum + versions.length, 0),
    drafts: rulebook.files.reduce((sum, { draftSpans }) => sum + draftSpans.length, 0),
    rows: rows.map(({ row }) => row),
  };
}

function rowOn(
  file: RuleFile,
  rulebook: Rulebook,
  documents: readonly RuleDocument[],
  day: DayNo,
): RuleRow | undefined {
  const path = divisionPath(file.division);
  const head = {
    file: file.file,
    title: file.title,
    division: file.division,
    divisionName: path.at(-1)?.name ?? file.division,
    cityName: path.find(({ level }) => level === CITY_LEVEL)?.name ?? null,
    layer: file.layer,
    role: file.role,
  };
  const begun = ({ from }: { from: DayNo }) => from <= day;
  const current = file.versions.findLast((version) => covers(version, day));
  if (current) return { ...head, state: 'runs', ...versionCells(current, file, rulebook) };
  const draft = file.draftSpans.findLast((span) => covers(span, day));
  const ended = file.versions.findLast(begun);
  if (ended && !draft) return { ...head, state: 'ended', ...versionCells(ended, file, rulebook) };
  const lastDraft = draft ?? file.draftSpans.findLast(begun);
  return lastDraft && { ...head, state: 'draft', ...draftCells(lastDraft.version, file, documents) };
}

function covers({ from, to }: { from: DayNo; to: DayNo | null }, day: DayNo): boolean {
  return from <= day && (to === null || day < to);
}

function versionCells(version: RuleVersion, file: RuleFile, rulebook: Rulebook) {
  const { id, basis, confidence } = version;
  return {
    version: id,
    document: basis.document ?? basis.title,
    confidence,
    bands: bandCells(version, file, rulebook),
  };
}

function draftCells(id: string, file: RuleFile, documents: readonly RuleDocument[]) {
  const draft = documents.find((each) => each.file === file.file)?.versions.find((version) => version.id === id);
  return { version: id, document: draft?.sources[0]?.title ?? null, confidence: draft?.confidence ?? null, bands: [] };
}

/** 档次: what list and rule page show of each band. */
export function bandCells(version: RuleVersion, file: RuleFile, rulebook: Rulebook): RuleRow['bands'] {
  return version.parameters.bands.map((band) => ({
    name: bandName(band),
    fromAge: band.fromAge,
    toAge: band.toAge,
    monthlyFen: band.monthlyFen,
    yearlyFen: band.yearly?.fen ?? null,
    addOn: band.addOn || file.layer === 'add-on',
    conditions: band.conditions.map((condition) => conditionPhrase(condition, file)),
    origin: { type: band.origin.type, text: originText(band.origin, version, rulebook, 'bands') },
  }));
}
