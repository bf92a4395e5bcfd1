/** What pages know of mappings: the schema a server holds them to, and the words it is written in. */
export {
  type CustomRecordType,
  type CustomType,
  customTypes,
  fieldsOf,
  isCustomRecordType,
  isRecordType,
  linksOf,
  type RecordType,
  recordTypes,
} from './fields.ts';
export { type LifecycleStage, lifecycleStages, plainWord } from './lifecycle-words.ts';
export {
  type CustomSource,
  type DateFormat,
  dateFormats,
  type IdSource,
  identifyingFieldsOf,
  type Link,
  type Mapping,
  mapping,
  type OneSource,
  type RecordMapping,
  recordTypeOf,
  type Source,
} from './schema.ts';
