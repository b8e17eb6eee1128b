/**
 * Which fields of the panel the code reads, told from its source: a field counts where the constant that
 * reads it is used.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** What a reader is given: the path of the parameter, and the label that errors name. */
export interface FieldRead {
	readonly name: string;
	/** Absent where the errors of a reader name the field in words of their own. */
	readonly label?: string;
}

type Property = Pick<FieldRead, 'name'> & { readonly displayName: string };

/** A name that a file takes from another one. */
interface Imported {
	readonly path: string;
	readonly name: string;
}

interface Source {
	/** Objects with literal `name` and `displayName`, by the constant that holds them. */
	readonly properties: ReadonlyMap<string, Property>;
	/** What makes a `Field`, by the constant that holds it. */
	readonly fields: ReadonlyMap<string, ts.Expression>;
	readonly imported: ReadonlyMap<string, Imported>;
	/** Every literal text and name, but for those that only declare the panel. */
	readonly words: ReadonlySet<string>;
	/** `{ name: 'text', label: 'Text' }`, which says again what a declaration says. */
	readonly literalFields: readonly string[];
}

const sources = new Map<string, Source>();

export function sourceAt(path: string): Source {
	const source = sources.get(path) ?? parseSource(path, readFileSync(path, 'utf8'));
	sources.set(path, source);
	return source;
}

function textOf(object: ts.ObjectLiteralExpression, name: string): string | undefined {
	const property = object.properties.find((candidate) => candidate.name?.getText() === name);
	return property && ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
		? property.initializer.text
		: undefined;
}

/** @param path where the file stands, to which its imports are relative */
export function parseSource(path: string, text: string): Source {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const properties = new Map<string, Property>();
	const fields = new Map<string, ts.Expression>();
	const words = new Set<string>();
	const literalFields: string[] = [];
	const visit = (node: ts.Node, inDeclaration: boolean) => {
		if (ts.isImportDeclaration(node)) return;
		let declares = inDeclaration;
		if (ts.isVariableDeclaration(node) && node.initializer) {
			const constant = node.name.getText();
			const property = propertyIn(node.initializer);
			if (property) properties.set(constant, property);
			if (makesField(node.initializer)) fields.set(constant, node.initializer);
		}
		if (ts.isObjectLiteralExpression(node)) {
			const name = textOf(node, 'name');
			if (name !== undefined && textOf(node, 'label') !== undefined) literalFields.push(name);
			declares ||= textOf(node, 'displayName') !== undefined;
		}
		const isOwnName = ts.isVariableDeclaration(node.parent) && node.parent.name === node;
		// what only stands in the declaration of the panel is not read by that
		if (!declares && !isOwnName && (ts.isStringLiteralLike(node) || ts.isIdentifier(node)))
			words.add(node.text);
		ts.forEachChild(node, (child) => visit(child, declares));
	};
	ts.forEachChild(file, (child) => visit(child, false));
	return { properties, fields, imported: importedBy(file, path), words, literalFields };
}

function propertyIn(value: ts.Expression): Property | undefined {
	if (!ts.isObjectLiteralExpression(value)) return undefined;
	const [name, displayName] = [textOf(value, 'name'), textOf(value, 'displayName')];
	return name === undefined || displayName === undefined ? undefined : { name, displayName };
}

const isFieldOf = (node: ts.Node): node is ts.CallExpression =>
	ts.isCallExpression(node) && node.expression.getText() === 'fieldOf';

function makesField(value: ts.Expression): boolean {
	if (isFieldOf(value)) return true;
	if (!ts.isObjectLiteralExpression(value)) return false;
	return (
		textOf(value, 'label') !== undefined ||
		value.properties.some((part) => ts.isSpreadAssignment(part) && isFieldOf(part.expression))
	);
}

function importedBy(file: ts.SourceFile, path: string): ReadonlyMap<string, Imported> {
	const imported = new Map<string, Imported>();
	for (const statement of file.statements) {
		if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
		const specifier = statement.moduleSpecifier.text;
		const target = resolve(dirname(path), `${specifier}.ts`);
		const names = statement.importClause?.namedBindings;
		if (!specifier.startsWith('.') || !existsSync(target) || !names || !ts.isNamedImports(names)) continue;
		for (const { name, propertyName } of names.elements) {
			imported.set(name.text, { path: target, name: (propertyName ?? name).text });
		}
	}
	return imported;
}

/** Follows a name to the file that declares it. */
function find<T>(
	source: Source,
	name: string,
	pick: (from: Source) => ReadonlyMap<string, T>,
): [T, Source] | undefined {
	const own = pick(source).get(name);
	if (own !== undefined) return [own, source];
	const from = source.imported.get(name);
	return from && find(sourceAt(from.path), from.name, pick);
}

/** @throws Error for a field whose declaration cannot be found: it would be read without being checked */
function toFieldRead(value: ts.Expression, source: Source): FieldRead {
	if (isFieldOf(value)) {
		const [property, collection] = value.arguments;
		const declared = find(source, property?.getText() ?? '', ({ properties }) => properties)?.[0];
		if (!declared) throw new Error(`${value.getText()} is given no constant with literal name and label`);
		const prefix = collection && ts.isStringLiteral(collection) ? `${collection.text}.` : '';
		return { name: prefix + declared.name, label: declared.displayName };
	}
	const object = value as ts.ObjectLiteralExpression;
	const literalName = textOf(object, 'name');
	if (literalName !== undefined) return { name: literalName, label: textOf(object, 'label') };
	const parts = object.properties;
	const spread = parts.find(ts.isSpreadAssignment);
	if (spread) return toFieldRead(spread.expression, source);
	// a label of its own beside the name of another field
	const name = parts.filter(ts.isPropertyAssignment).find((part) => part.name.getText() === 'name');
	const constant = name?.initializer.getText().replace(/\.name$/, '') ?? '';
	const property = find(source, constant, ({ properties }) => properties)?.[0];
	const field = find(source, constant, ({ fields }) => fields);
	const known = property?.name ?? (field && toFieldRead(...field).name);
	if (known === undefined) throw new Error(`${value.getText()} has a name that no field declares`);
	return { name: known };
}

/** The fields that a file reads: those whose constants it uses, wherever these stand. */
export function fieldsReadBy(source: Source): FieldRead[] {
	return [...source.words].flatMap((word) => {
		const field = find(source, word, ({ fields }) => fields);
		return field ? [toFieldRead(...field)] : [];
	});
}

/** A file and everything below it that may read parameters. */
export function readersFrom(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path) || path.includes('/transport/')) return seen;
	seen.add(path);
	for (const { path: target } of sourceAt(path).imported.values()) readersFrom(target, seen);
	return seen;
}
