
/**
 * scsi_dma_map_vecs - map a command's data, DMA vectors apart from its list
 * @cmd:	scsi command
 *
 * The vectors are scsi_dma_vecs() until scsi_dma_unmap_vecs(). Nothing of
 * them is to be read from the command's scatterlist.
 *
 * Returns the number of vectors, zero when there is no data, or -ENOMEM if
 * the mapping failed.
 */
int scsi_dma_map_vecs(struct scsi_cmnd *cmd)
{
	unsigned int nr;

	if (!scsi_sg_count(cmd))
		return 0;

	nr = dma_vecs_map_sgl(cmd->device->host->dma_dev, &cmd->dma_vecs,
			      scsi_sglist(cmd), scsi_sg_count(cmd),
			      cmd->sc_data_direction, 0);
	return nr ? nr : -ENOMEM;
}
EXPORT_SYMBOL(scsi_dma_map_vecs);

/**
 * scsi_dma_unmap_vecs - unmap what scsi_dma_map_vecs() mapped
 * @cmd:	scsi command
 */
void scsi_dma_unmap_vecs(struct scsi_cmnd *cmd)
{
	dma_vecs_unmap(cmd->device->host->dma_dev, &cmd->dma_vecs,
		       cmd->sc_data_direction, 0);
}
EXPORT_SYMBOL(scsi_dma_unmap_vecs);
