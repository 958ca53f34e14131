// ODK's own engine behind a pipe: a JSON command a line in, what the form is then a line out.
//   {"load": xform, "files": {name: text}} · {"set": ref, "value": string | [string]} · {"add": ref} · {"remove": ref}
// Out: {"stops": [{ref, label, value, required, readonly, choices, valid}], "xml": "…"} or {"error": "…"}.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(`${process.argv[2]}/`));
const { JSDOM } = require('jsdom');
const { window } = new JSDOM('');
for (const name of ['DOMParser', 'XMLSerializer', 'Element', 'Node', 'NodeFilter', 'Document', 'Text', 'Attr', 'Comment', 'localStorage', 'XPathResult', 'NodeList', 'CDATASection', 'XMLDocument', 'File', 'Blob']) {
	try { globalThis[name] ??= window[name]; } catch { /* opaque origins have no storage */ }
}
globalThis.window ??= window;
globalThis.document ??= window.document;
void new Response('').body; // Node's own fetch is loaded now: later it would look for what is hidden next
// the engine's WebAssembly asks for CommonJS where it knows Node; as in a browser it needs none
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: undefined } });
const { loadForm } = await import(pathToFileURL(require.resolve('@getodk/xforms-engine')));

let root = null;
const commands = {
	async load({ load, files }) {
		const found = await loadForm(load, {
			fetchFormAttachment: async (url) => new Response(files[String(url).split('/').pop()] ?? '', { headers: { 'content-type': 'text/csv' } }),
		});
		if (found.status === 'failure') throw found.error;
		root = found.createInstance().root;
	},
	async set({ set, value }) {
		const node = find(set);
		const many = Array.isArray(value) ? value : value === '' ? [] : [value];
		if (node.nodeType === 'select') node.selectValues(many);
		else if (node.nodeType === 'rank') node.setValues(many);
		else if (node.nodeType === 'trigger') node.setValue(value === 'OK');
		else if (node.nodeType === 'range') node.setValue(value === '' ? null : value);
		else node.setValue(value);
	},
	async add({ add }) { range(add).addInstances(); },
	async remove({ remove }) { range(remove).removeInstances(Number(/\[(\d+)\]$/.exec(remove)[1]) - 1); },
};

function* every(node) {
	yield node;
	for (const child of node.currentState.children ?? []) yield* every(child);
}

const find = (ref) => [...every(root)].find((node) => node.currentState.reference === ref && node.nodeType !== 'repeat-range:uncontrolled');
const range = (ref) => [...every(root)].find((node) => node.nodeType.startsWith('repeat-range') && node.currentState.reference === ref.replace(/\[\d+\]$/, ''));

const SILENT = new Set(['root', 'group', 'subtree', 'model-value', 'repeat-instance', 'repeat-range:controlled', 'repeat-range:uncontrolled']);
const stops = () => [...every(root)].filter((node) => !SILENT.has(node.nodeType) && node.currentState.relevant).map((node) => {
	const state = node.currentState;
	return {
		ref: state.reference,
		type: node.nodeType,
		label: state.label?.asString ?? state.noteText?.asString ?? '',
		value: state.instanceValue,
		required: state.required,
		readonly: state.readonly,
		choices: node.nodeType === 'select' || node.nodeType === 'rank' ? state.valueOptions.map((one) => [one.value, one.label?.asString ?? '']) : [],
		valid: node.validationState.constraint?.valid ?? true,
	};
});

for await (const line of createInterface({ input: process.stdin })) {
	const command = JSON.parse(line);
	try {
		await commands[Object.keys(command)[0]](command);
		process.stdout.write(`${JSON.stringify({ stops: stops(), xml: root.instanceState.instanceXML })}\n`);
	} catch (error) {
		process.stdout.write(`${JSON.stringify({ error: String(error?.stack ?? error).slice(0, 2000) })}\n`);
	}
}
