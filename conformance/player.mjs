// Plays forms in ODK's own engine: a line of JSON in, {xml, files, now, ops}, a line out, {final, broken, verdicts, problems}.
import { createInterface } from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

const NAMES = [
  'window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XPathResult', 'XPathEvaluator',
  'Attr', 'Text', 'HTMLElement', 'XMLDocument', 'NodeList', 'CDATASection', 'Comment', 'ProcessingInstruction',
];
const dom = new JSDOM('<html></html>');
for (const name of NAMES) globalThis[name] = name === 'window' ? dom.window : dom.window[name];

const require = createRequire(import.meta.url);
const entry = path.join(path.dirname(require.resolve('@getodk/xforms-engine')), 'index.js');
globalThis.__dirname = path.dirname(entry);
const { loadForm } = await import(pathToFileURL(entry).href);

const PARENTS = new Set(['root', 'group', 'subtree', 'repeat-instance', 'repeat-range:controlled', 'repeat-range:uncontrolled']);

function* leaves(node) {
  if (!PARENTS.has(node.nodeType)) yield node;
  else for (const child of node.currentState.children) yield* leaves(child);
}

function find(root, reference) {
  const walk = (node) => {
    if (node.currentState.reference === reference) return node;
    if (!PARENTS.has(node.nodeType)) return null;
    for (const child of node.currentState.children) {
      const own = child.currentState.reference;
      if (reference === own || reference.startsWith(`${own}/`) || reference.startsWith(`${own}[`)) {
        const found = walk(child);
        if (found) return found;
      }
    }
    return null;
  };
  return walk(root);
}

function findRange(root, reference) {
  let found = null;
  const walk = (node) => {
    if (node.nodeType.startsWith('repeat-range') && node.currentState.reference === reference) found = node;
    else if (PARENTS.has(node.nodeType)) node.currentState.children.forEach(walk);
  };
  walk(root);
  return found;
}

function set(node, value) {
  switch (node.nodeType) {
    case 'select':
      return node.selectValues(value === '' ? [] : node.selectType === 'select1' ? [value] : value.split(' '));
    case 'rank':
      return node.setValues(value === '' ? [] : value.split(' '));
    case 'trigger':
      return node.setValue(value === 'OK');
    case 'upload':
      return node.setValue(value === '' ? null : new File(['x'], value, { type: 'image/jpeg' }));
    default:
      return node.setValue(value === '' && node.nodeType !== 'input' ? null : value);
  }
}

const isValid = (node) => node.validationState?.constraint?.valid ?? true;

async function play({ xml, files, now, ops }) {
  Date.now = () => now;
  const attachment = async (url) => {
    const data = files[String(url.href ?? url).split('/').pop()];
    const found = data !== undefined;
    return {
      ok: found, status: found ? 200 : 404, headers: new Headers({ 'content-type': 'text/csv' }),
      text: async () => data ?? '', json: async () => JSON.parse(data ?? 'null'), body: null, bodyUsed: false,
    };
  };
  const form = await loadForm(xml, { fetchFormAttachment: attachment, missingResourceBehavior: 'BLANK' });
  if (form.status === 'failure') return { failed: String(form.error?.message ?? form.error) };
  const { root } = form.createInstance();
  const verdicts = [];
  const problems = [];
  for (const [kind, reference, value] of ops) {
    try {
      if (kind === 'rows') {
        const range = findRange(root, reference);
        const missing = value - range.currentState.children.length;
        if (missing > 0) range.addInstances(range.currentState.children.length - 1, missing);
        continue;
      }
      const node = find(root, reference);
      if (!node) {
        problems.push(`${reference}: no such node`);
        continue;
      }
      set(node, value);
      verdicts.push([reference, kind === 'set' || kind === 'blank', isValid(node)]);
    } catch (error) {
      problems.push(`${kind} ${reference}: ${error.message}`);
    }
  }
  const final = {};
  const broken = [];
  for (const leaf of leaves(root)) {
    final[leaf.currentState.reference] = [leaf.currentState.relevant, leaf.currentState.instanceValue ?? ''];
    if (leaf.currentState.relevant && !isValid(leaf)) broken.push(leaf.currentState.reference);
  }
  return { final, broken, verdicts, problems };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await play(JSON.parse(line));
  } catch (error) {
    answer = { failed: String(error?.message ?? error) };
  }
  // What is not written when the process exits would be lost.
  await new Promise((written) => process.stdout.write(`${JSON.stringify(answer)}\n`, written));
}
process.exit(0);
